"""Whom a post concerns, and why."""

import pytest

from forum.accounts.values import Grants, MemberId, Person, PersonKind
from forum.discussion.following import Follower, Following, OwnFollowing
from forum.discussion.models import Thread
from forum.outreach.notifications.rules import causes_of, may_be_told
from forum.outreach.notifications.values import Cause, Facts

WRITER, ANNA, BEN, CAROL = 1, 2, 3, 4


def post(
    *,
    is_new: bool = True,
    is_first: bool = False,
    mentioned: tuple[int, ...] = (),
    quoted: tuple[int, ...] = (),
    replied_to: int | None = None,
    people: tuple[int, ...] = (),
) -> Facts:
    return Facts(
        actor_id=WRITER,
        is_new=is_new,
        is_first=is_first,
        mentioned=frozenset(mentioned),
        quoted=frozenset(quoted),
        replied_to=replied_to,
        people=frozenset(people),
    )


def chose(following: Following) -> Follower:
    return Follower(own=OwnFollowing(following))


def around(*followings: Following) -> Follower:
    return Follower(around=list(followings))


def test_each_member_is_told_the_strongest_cause() -> None:
    facts = post(mentioned=(ANNA,), quoted=(ANNA, BEN), replied_to=BEN)
    watching = {id_: chose(Following.WATCHING) for id_ in (ANNA, BEN, CAROL)}
    assert causes_of(facts, watching) == {
        ANNA: Cause.MENTIONED,
        BEN: Cause.REPLIED,
        CAROL: Cause.WATCHED,
    }


def test_nobody_is_told_of_their_own_post() -> None:
    facts = post(mentioned=(WRITER,), quoted=(WRITER,), replied_to=WRITER, people=(WRITER,))
    assert causes_of(facts, {WRITER: chose(Following.WATCHING)}) == {}


def test_muted_thread_keeps_quiet_about_everything() -> None:
    facts = post(mentioned=(ANNA,), quoted=(ANNA,), replied_to=ANNA, people=(ANNA,))
    assert causes_of(facts, {ANNA: chose(Following.MUTED)}) == {}


def test_muted_category_keeps_quiet_about_what_concerns_nobody_in_person() -> None:
    followers = {ANNA: around(Following.MUTED), BEN: around(Following.MUTED, Following.WATCHING)}
    assert causes_of(post(mentioned=(ANNA,)), followers) == {ANNA: Cause.MENTIONED}


def test_new_thread_is_told_to_who_wants_first_posts_and_a_reply_is_not() -> None:
    followers = {ANNA: around(Following.FIRST_POST), BEN: around(Following.WATCHING)}
    assert causes_of(post(is_first=True), followers) == {ANNA: Cause.WATCHED, BEN: Cause.WATCHED}
    assert causes_of(post(), followers) == {BEN: Cause.WATCHED}


@pytest.mark.parametrize("following", [Following.NORMAL, Following.TRACKING])
def test_who_tracks_is_told_only_what_concerns_them(following: Following) -> None:
    followers = {ANNA: chose(following)}
    assert causes_of(post(is_first=True), followers) == {}
    assert causes_of(post(replied_to=ANNA), followers) == {ANNA: Cause.REPLIED}


def test_change_tells_only_whom_the_post_newly_names() -> None:
    facts = post(is_new=False, mentioned=(ANNA,), replied_to=BEN, people=(CAROL,))
    followers = {BEN: chose(Following.WATCHING)}
    assert causes_of(facts, followers) == {ANNA: Cause.MENTIONED}


def test_everybody_in_a_conversation_is_told_unless_they_chose_otherwise() -> None:
    facts = post(people=(WRITER, ANNA, BEN, CAROL))
    followers = {
        ANNA: chose(Following.TRACKING),
        BEN: Follower(OwnFollowing(Following.TRACKING, True)),
    }
    assert causes_of(facts, followers) == {BEN: Cause.MESSAGED, CAROL: Cause.MESSAGED}


def reader(*, ignored: tuple[int, ...] = (), opened: bool = True) -> Person:
    levels = {7: 1} if opened else {}
    return Person(
        PersonKind.MEMBER,
        MemberId(ANNA),
        grants=Grants(levels),  # type: ignore[arg-type]
        ignored=frozenset(ignored),
    )


def test_who_may_not_see_the_thread_or_ignores_the_writer_is_told_nothing() -> None:
    thread = Thread(id=1, category_id=7)
    assert may_be_told(reader(), thread, WRITER)
    assert may_be_told(reader(opened=False), thread, WRITER).is_hidden
    assert may_be_told(reader(ignored=(WRITER,)), thread, WRITER).is_hidden
    assert may_be_told(reader(ignored=(WRITER,)), thread, None)
    assert may_be_told(Person(PersonKind.VISITOR), thread, WRITER).is_hidden
