"""Taking a thread aside in one act, and what is left of it for those who stay behind."""

import pytest

from forum.accounts.values import Level, Role
from forum.discussion.models import Thread
from forum.discussion.operations.aside import AUTHOR_STAYS, CASES_STAY, Aside, take_aside
from forum.discussion.operations.labels import Named
from forum.discussion.operations.threads import pin_thread
from forum.discussion.operations.walls import wall_off_member
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values import Pin
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.guests import invite_to, make_guest


@pytest.fixture
def ada(app):
    return make_member("ada")


@pytest.fixture
def ben(app):
    return make_member("ben")


@pytest.fixture
def cleo(app):
    return make_member("cleo")


def aside(thread, to, member, because=""):
    with unit_of_work():
        by = person(member)
        if not isinstance(to, Aside):
            to = Aside(category=get_category(to.id, by=by))
        return take_aside(get_thread(thread.id, by=by), to, by=by, because=because)


def again(thread):
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def test_author_takes_a_thread_into_a_circles_category_in_one_act(ada, ben, cleo):
    slug = make_circle(ada, ben)
    own = make_own_category(slug, ada)
    thread = make_thread(make_category(), person(ben), tags=("evictions",))
    make_reply(thread, person(cleo))
    guest = make_guest(thread, "gila", by=person(make_member("fay", role=Role.FACILITATOR)))
    assert aside(thread, own, ben)
    thread = again(thread)
    assert (thread.category_id, thread.is_reserved) == (own.id, False)
    assert readers_of(thread) == {ada.id, ben.id}
    assert not may_see_thread(person(guest), thread)
    assert not may_see_thread(person(cleo), thread)
    assert not aside(thread, own, ben)


def test_facilitators_say_why_and_others_do_not_take_threads_aside(ada, ben, cleo):
    place = make_category()
    make_facilitator_of(place, ada.id)
    own = make_own_category(make_circle(ada, ben), ada)
    thread = make_thread(place, person(ben))
    with pytest.raises(Invalid) as refusal:
        aside(thread, own, ada)
    assert refusal.value.field == "because"
    with pytest.raises(NotFound):
        aside(thread, own, cleo)
    mine = make_thread(place, person(cleo))
    with pytest.raises(NotPermitted):
        aside(mine, Aside(named=Named(frozenset({ben.id}))), ben)
    assert aside(thread, own, ada, "It names a family.")


def test_a_thread_gets_no_readers_that_others_did_not_write_for(ada, ben, cleo):
    few = make_circle(ben, ada)
    narrow = make_own_category(few, ben)
    many = make_own_category(make_circle(ada, ben, cleo), ada)
    thread = make_thread(make_category(), person(ben))
    make_reply(thread, person(ada))
    assert aside(thread, Aside(named=Named(frozenset({ada.id}))), ben)
    with pytest.raises(Invalid) as refusal:
        aside(thread, many, ben)
    assert refusal.value.field == "to"
    assert "others have written" in refusal.value.sentence
    assert aside(thread, narrow, ben)
    with pytest.raises(NotPermitted):
        aside(thread, many, ben)
    alone = make_thread(make_category(), person(ben))
    assert aside(alone, Aside(named=Named(frozenset({ada.id}))), ben)
    assert aside(alone, many, ben)
    assert readers_of(again(alone)) == {ada.id, ben.id, cleo.id}


def test_nobody_is_put_out_of_what_they_began(ada, ben):
    place = make_category()
    make_facilitator_of(place, ada.id)
    own = make_own_category(make_circle(ada), ada)
    thread = make_thread(place, person(ben))
    with pytest.raises(Invalid) as refusal:
        aside(thread, own, ada, "For us.")
    assert refusal.value.sentence == AUTHOR_STAYS
    assert again(thread).category_id == place.id


def test_a_case_goes_only_where_its_readers_are_asked(ada, ben):
    slug = make_circle(ada, ben)
    plain = make_own_category(slug, ada)
    matters = make_own_category(slug, ada, is_for_cases=True)
    thread = make_thread(make_category(is_for_cases=True), person(ada))
    with pytest.raises(Invalid) as refusal:
        aside(thread, plain, ada)
    assert refusal.value.sentence == CASES_STAY
    assert aside(thread, matters, ada)
    assert again(thread).is_reserved
    assert thread.id in person(ben).grants.asked


def test_walls_hold_where_a_thread_is_taken(ada, ben, cleo):
    own = make_own_category(make_circle(ada, ben, cleo), ada)
    thread = make_thread(make_category(), person(ada))
    with unit_of_work():
        by = person(ada)
        wall_off_member(get_thread(thread.id, by=by), ben, by=by)
    make_reply(thread, person(cleo))
    assert aside(thread, own, ada)
    assert again(thread).is_reserved
    assert readers_of(again(thread)) == {ada.id, cleo.id}
    assert not may_see_thread(person(ben), again(thread))


def test_one_takes_it_only_where_one_may_start_threads(ada, ben):
    slug = make_circle(ada, ben)
    own = make_own_category(slug, ada, level=Level.REPLY)
    thread = make_thread(make_category(), person(ben))
    with pytest.raises(NotPermitted):
        aside(thread, own, ben)
    # A category of the community is no circle's.
    with pytest.raises(NotFound):
        aside(thread, make_category(), ben)


def test_pins_and_invitations_of_guests_stay_behind(ada, ben):
    fay = make_member("fay", role=Role.FACILITATOR)
    own = make_own_category(make_circle(ada, ben), ada)
    thread = make_thread(make_category(), person(ada))
    with unit_of_work():
        by = person(fay)
        pin_thread(get_thread(thread.id, by=by), Pin.CATEGORY, by=by, because="Look.")
    invite_to(thread, "guest@example.org", by=person(ada))
    assert aside(thread, own, ada)
    assert again(thread).pinned is None
