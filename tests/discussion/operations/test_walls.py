"""Walls: whom they keep out meets the thread nowhere, in whatever way it would be open."""

import pytest

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.discussion.operations.walls import lift_wall, wall_off_oneself
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.queries.walls import find_wall
from forum.discussion.rules import may_see_thread
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from tests.builders.accounts import (
    join_organisation,
    make_group,
    make_member,
    make_organisation,
    person,
)
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out, reserve_to


def sees(member: object, thread: Thread) -> bool:
    db.session.expire_all()
    return bool(may_see_thread(person(member), db.session.get_one(Thread, thread.id)))  # type: ignore[arg-type]


def test_a_wall_keeps_out_facilitators_and_who_comes_by_a_circle(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    finn = make_member("finn", role=Role.FACILITATOR)
    circle = make_group("Housing", ada, ben)
    thread = make_thread(make_category(), person(ada))
    keep_out(thread, finn, by=person(ada))
    keep_out(thread, ben, by=person(ada))
    assert (sees(finn, thread), sees(ben, thread), sees(cleo, thread)) == (False, False, True)
    reserve_to(thread, ben, groups=(circle,), by=person(ada))
    assert (sees(ben, thread), sees(ada, thread)) == (False, True)
    assert readers_of(db.session.get_one(Thread, thread.id)) == {ada.id}


def test_who_joins_an_organisation_or_leaves_it_stays_out(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    chambers, other = make_organisation("Quill Chambers"), make_organisation("Other")
    join_organisation(ben, chambers)
    thread = make_thread(make_category(), person(ada))
    keep_out(thread, chambers, by=person(ada))
    assert (sees(ben, thread), sees(cleo, thread)) == (False, True)
    join_organisation(cleo, chambers)
    join_organisation(ben, other)
    assert (sees(ben, thread), sees(cleo, thread)) == (False, False)


def test_one_keeps_oneself_out_and_a_wall_can_be_lifted(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_thread(make_category(), person(ada))
    with unit_of_work():
        assert wall_off_oneself(get_thread(thread.id, by=person(ben)), by=person(ben))
    assert not sees(ben, thread)
    with unit_of_work():
        wall = find_wall(thread.id, ben.id, None)
        assert wall is not None
        lift_wall(wall, get_thread(thread.id, by=person(ada)), by=person(ada))
    assert sees(ben, thread)


def test_the_author_is_never_kept_out(app: Forum) -> None:
    ada, finn = make_member("ada"), make_member("finn", role=Role.FACILITATOR)
    chambers = make_organisation("Quill Chambers")
    join_organisation(ada, chambers)
    thread = make_thread(make_category(), person(ada))
    for whom in (ada, chambers):
        with pytest.raises(Invalid):
            keep_out(thread, whom, by=person(finn))


def test_who_is_kept_out_cannot_raise_or_lift_walls(app: Forum) -> None:
    ada, finn = make_member("ada"), make_member("finn", role=Role.FACILITATOR)
    thread = make_thread(make_category(), person(ada))
    keep_out(thread, finn, by=person(ada))
    with pytest.raises(NotFound):
        keep_out(thread, ada, by=person(finn))
