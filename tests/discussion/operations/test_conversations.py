"""Beginning conversations: to whom, how many, and what is announced."""

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.queries import automatic_group
from forum.accounts.values import SYSTEM, AutomaticGroup, MessagesFrom, Role, Standing
from forum.discussion.events import ConversationStarted, PostPublished, ThreadStarted
from forum.discussion.models import AudienceChange, Post, Thread, ThreadGroup
from forum.discussion.operations.audiences import add_group
from forum.discussion.operations.threads import move_thread, pin_thread, retag_thread
from forum.discussion.queries.audiences import list_groups_to_write_to, members_who_read
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_see_thread
from forum.discussion.values import MOST_RECIPIENTS, Pin
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import bring_in, leave, make_conversation
from tests.builders.discussion import make_category, make_reply
from tests.builders.events import heard


def test_readers_are_settled_before_anybody_is_told(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    with heard(ConversationStarted, ThreadStarted, PostPublished) as events:
        thread = make_conversation(person(ada), ben)
    assert [type(event) for event in events] == [ConversationStarted, ThreadStarted, PostPublished]
    assert events[0] == ConversationStarted(
        thread_id=thread.id, author_id=ada.id, member_ids=(ada.id, ben.id), group_ids=()
    )
    assert members_who_read(thread.id) == {ada.id, ben.id}


def test_address_tells_nothing_of_the_title(app: Forum) -> None:
    thread = make_conversation(person(make_member()), make_member(), title="Very private")
    assert thread.slug == "conversation"


def test_at_most_thirty_take_part(app: Forum) -> None:
    ada = make_member("ada")
    others = [make_member() for _ in range(MOST_RECIPIENTS)]
    with pytest.raises(Invalid, match="at most 30"):
        make_conversation(person(ada), *others)
    thread = make_conversation(person(ada), *others[1:])
    with pytest.raises(Invalid, match="at most 30"):
        bring_in(thread, others[0], by=person(ada))


def test_who_cannot_be_written_to_cannot_be_brought_in_either(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    with unit_of_work():
        db.session.merge(cleo).messages_from = MessagesFrom.FACILITATORS
    thread = make_conversation(person(ada), ben)
    with pytest.raises(Invalid, match="does not take conversations"):
        bring_in(thread, cleo, by=person(ada))
    with unit_of_work():
        db.session.merge(cleo).standing = Standing.DEACTIVATED
    with pytest.raises(Invalid, match="not active"):
        bring_in(thread, cleo, by=person(ada))


def test_known_are_those_who_have_answered_and_those_in_a_group(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    thread = make_conversation(person(ada), ben)
    make_group("Circle", ben, cleo)
    with unit_of_work():
        db.session.merge(ben).messages_from = MessagesFrom.KNOWN
    with pytest.raises(Invalid, match="does not take"):
        make_conversation(person(ada), ben)
    make_conversation(person(cleo), ben)
    make_reply(thread, person(ben))
    make_conversation(person(ada), ben)


def test_groups_that_can_be_written_to_are_ones_own_and_those_who_run_the_place(app: Forum) -> None:
    ada = make_member("ada")
    mine = make_group("Mine", ada)
    make_group("Theirs", make_member())
    names = {card.name.casefold() for card in list_groups_to_write_to(person(ada))}
    assert names == {"mine", "facilitators", "hosts"}
    thread = make_conversation(person(ada), groups=(mine,))
    assert db.session.scalars(select(ThreadGroup.group_id)).all() == [mine.id]
    everyone = automatic_group(AutomaticGroup.MEMBERS)
    with pytest.raises(Invalid, match="say whom"):
        make_conversation(person(ada), groups=(everyone,))
    assert members_who_read(thread.id) == {ada.id}


def test_facilitators_are_reached_as_a_group_and_only_those_of_today(app: Forum) -> None:
    ada, fay = make_member("ada"), make_member("fay", role=Role.FACILITATOR)
    group = automatic_group(AutomaticGroup.FACILITATORS)
    thread = make_conversation(person(ada), groups=(group,))
    assert may_see_thread(person(fay), thread)
    with unit_of_work():
        db.session.merge(fay).role = Role.MEMBER
    assert not may_see_thread(person(fay), thread)


def test_a_group_comes_in_once_and_with_a_line(app: Forum) -> None:
    ada, ben, cleo = make_member("ada"), make_member("ben"), make_member("cleo")
    make_group("Circle", ada, cleo)
    thread = make_conversation(person(ada), ben)
    card = next(one for one in list_groups_to_write_to(person(ada)) if one.name == "Circle")
    for expected in (True, False):
        with unit_of_work():
            by = person(ada)
            assert add_group(get_thread(thread.id, by=by), card, by=by) is expected
    assert db.session.scalars(select(AudienceChange.group_name)).all() == ["Circle"]
    assert may_see_thread(person(cleo), thread)
    leave(thread, by=person(cleo))
    assert not may_see_thread(person(cleo), thread)
    bring_in(thread, cleo, by=person(ben))
    assert may_see_thread(person(cleo), thread)


def test_nobody_facilitates_a_conversation_not_even_the_system(app: Forum) -> None:
    fay = make_member("fay", role=Role.FACILITATOR)
    thread = make_conversation(person(fay), make_member())
    elsewhere = make_category()
    for by in (person(fay), SYSTEM):
        with unit_of_work(), pytest.raises(NotPermitted):
            move_thread(thread, elsewhere, by=by, because="It belongs here.")
        with unit_of_work(), pytest.raises(NotPermitted):
            pin_thread(thread, Pin.EVERYWHERE, by=by, because="All shall see it.")
        with unit_of_work(), pytest.raises(NotPermitted):
            retag_thread(thread, ["tag"], by=by, because="To find it.")
    other = person(make_member("grace", role=Role.FACILITATOR))
    with pytest.raises(NotFound):
        get_thread(thread.id, by=other)


def test_texts_stay_until_the_last_one_has_left(app: Forum) -> None:
    ada, ben = make_member("ada"), make_member("ben")
    thread = make_conversation(person(ada), ben, body="Between us.")
    leave(thread, by=person(ada))
    assert db.session.scalars(select(Post.raw)).all() == ["Between us."]
    leave(thread, by=person(ben))
    db.session.expire_all()
    post, ended = db.session.scalars(select(Post)).one(), db.session.get_one(Thread, thread.id)
    assert (post.raw, post.html, post.text, ended.title) == ("", "", "", "Ended")
    assert not may_see_thread(person(ada), ended)
