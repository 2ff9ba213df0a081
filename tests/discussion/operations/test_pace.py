from datetime import timedelta

import pytest

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.handing_in import Sent, hand_in_reply
from forum.discussion.operations.pace import slow_thread, unslow_thread
from forum.discussion.operations.posts import revise_post
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.rules import is_slow, may_edit_post
from forum.discussion.values.acts import words_of_pace
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotPermitted
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.held import let_wait, send_reply

HOUR = 3600


@pytest.fixture
def people(app: Forum) -> tuple[Member, Member]:
    return make_member("ada"), make_member("fay", role=Role.FACILITATOR)


def slow(thread: Thread, by: Member, seconds: int = HOUR, **about) -> bool:
    with unit_of_work():
        who = person(by)
        found = get_thread(thread.id, by=who)
        return slow_thread(found, seconds, by=who, because="It grew heated.", **about)


def wrote_before(post: Post, hours: int) -> None:
    with unit_of_work():
        db.session.get_one(Post, post.id).created_at = now() - timedelta(hours=hours)


def test_each_member_waits_in_a_slow_thread_and_who_looks_after_it_does_not(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(fay))
    slow(thread, fay)
    first = send_reply(thread, person(ada), "My first one.")
    with pytest.raises(Invalid) as refusal:
        send_reply(thread, person(ada), "My second one.")
    assert refusal.value.field == "body"
    assert "one post every 1 hour" in refusal.value.sentence
    for words in ("One.", "Another."):
        send_reply(thread, person(fay), words)
    wrote_before(first, 2)
    assert isinstance(send_reply(thread, person(ada), "After a while."), Post)


def test_it_ends_by_itself_and_by_hand(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    slow(thread, fay, until=now() + timedelta(hours=1))
    with unit_of_work():
        db.session.get_one(Thread, thread.id).slow_until = now() - timedelta(seconds=1)
    send_reply(thread, person(ada), "It is over.")
    assert slow(thread, fay)
    assert not slow(thread, fay), "it is so already"
    with unit_of_work():
        unslow_thread(get_thread(thread.id, by=person(fay)), by=person(fay), because="Calm again.")
    assert not is_slow(db.session.get_one(Thread, thread.id))
    send_reply(thread, person(ada), "And again.")


def test_what_waits_for_a_facilitator_counts_and_a_double_click_does_not(people) -> None:
    ada, fay = people
    category = make_category()
    thread = make_thread(category, person(fay))
    slow(thread, fay)
    who, writing = person(ada), write("Once.")
    for _ in range(2):
        with unit_of_work():
            found = get_thread(thread.id, by=who)
            hand_in_reply(found, writing, by=who, sent=Sent("the same form"))
    ben = make_member("ben")
    let_wait(category)
    send_reply(thread, person(ben), "I wait.")
    with pytest.raises(Invalid):
        send_reply(thread, person(ben), "I wait, too.")


def test_posts_stay_as_they_are_and_what_was_typed_is_refused_as_a_text(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    post = make_reply(thread, person(ada))
    slow(thread, fay)
    writing = write("Changed.")
    with unit_of_work():
        mine = get_post(post.id, by=person(ada))
        assert may_edit_post(person(ada), mine.thread, mine), "the page of the form must not go"
        with pytest.raises(Invalid) as refusal:
            revise_post(mine.thread, mine, writing, by=person(ada))
    assert refusal.value.field == "body"


def test_only_who_looks_after_the_place_slows_it_and_within_bounds(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    with pytest.raises(NotPermitted):
        slow(thread, ada)
    for seconds in (0, 8 * 86_400):
        with pytest.raises(Invalid):
            slow(thread, fay, seconds)


def test_a_pace_is_said_in_its_largest_unit() -> None:
    said = [words_of_pace(seconds) for seconds in (1, 90, 1800, 3600, 7200, 86_400)]
    assert said == ["1 second", "90 seconds", "30 minutes", "1 hour", "2 hours", "1 day"]
