"""Break-glass: who may ask, what may be opened, and that what is opened is only read."""

import pytest

from forum.accounts.values import CategoryId, Grants, Level, MemberId, Person, PersonKind, Role
from forum.discussion.models import Post, Thread
from forum.discussion.rules import (
    may_act_in,
    may_ask_glass,
    may_be_let_in,
    may_change_label,
    may_continue_post,
    may_edit_post,
    may_facilitate_thread,
    may_list_readers,
    may_react,
    may_reply,
    may_restore_post,
    may_retag_thread,
    may_retitle_thread,
    may_see_text,
    may_see_thread,
    may_share_post,
    may_take_reaction_back,
    may_unmark_answer,
    may_withdraw_post,
    may_write_summary,
    reads_by_glass,
)
from forum.discussion.values import ReactionSetting
from forum.kernel.clock import now
from forum.moderation.rules import may_flag, may_open_thread_acts
from forum.outreach.notifications.rules import may_be_told

PLACE = CategoryId(3)


def host(**grants: object) -> Person:
    return Person(
        PersonKind.MEMBER,
        id=MemberId(1),
        role=Role.HOST,
        grants=Grants(**grants),  # type: ignore[arg-type]
    )


def thread(
    *, category_id: int | None = PLACE, is_reserved: bool = True, author_id: int = 9
) -> Thread:
    return Thread(
        id=7, title="T", category_id=category_id, is_reserved=is_reserved, author_id=author_id
    )


def expired() -> Thread:
    made = thread()
    made.ends_at = now()
    return made


def post(author_id: int = 9) -> Post:
    return Post(id=5, number=2, author_id=author_id, created_at=now())


def let_in(**more: object) -> Person:
    return host(opened=frozenset({7}), by_glass=frozenset({7}), **more)


def test_hosts_ask_and_facilitators_only_confirm():
    assert may_ask_glass(host())
    verdict = may_ask_glass(Person(PersonKind.MEMBER, id=MemberId(1), role=Role.FACILITATOR))
    assert not verdict
    assert not verdict.is_hidden
    assert may_ask_glass(Person(PersonKind.MEMBER, id=MemberId(1))).is_hidden


@pytest.mark.parametrize(
    ("person", "what"),
    [
        (host(), None),
        (host(), thread(category_id=None)),
        (host(walled=frozenset({7})), thread()),
        (host(), expired()),
        (host(opened=frozenset({7})), thread()),
        (host(levels={PLACE: Level.SEE}), thread(is_reserved=False)),
        (Person(PersonKind.MEMBER, id=MemberId(1), role=Role.FACILITATOR), thread()),
    ],
)
def test_what_cannot_be_opened_is_refused_alike(person, what):
    assert may_be_let_in(person, what) == may_be_let_in(host(), None)


def test_what_is_closed_can_be_opened_and_opened_again():
    assert may_be_let_in(host(), thread())
    assert may_be_let_in(host(levels={PLACE: Level.START}), thread())
    assert may_be_let_in(let_in(), thread())


@pytest.mark.parametrize("author_id", [1, 9])
def test_opened_is_only_read_even_by_who_looks_after_the_place_or_wrote_there(author_id):
    person = let_in(levels={PLACE: Level.START}, facilitated=frozenset({PLACE}))
    what, one = thread(author_id=author_id), post(author_id)
    assert may_see_thread(person, what)
    assert may_see_text(person, what, one)
    assert reads_by_glass(person, what)
    refused = [
        may_act_in(person, what),
        may_reply(person, what),
        may_retitle_thread(person, what),
        may_retag_thread(person, what),
        may_facilitate_thread(person, what),
        may_edit_post(person, what, one),
        may_share_post(person, what, one),
        may_withdraw_post(person, what, one),
        may_restore_post(person, what, one),
        may_continue_post(person, what, one),
        may_react(person, what, one, ReactionSetting.COUNTED),
        may_take_reaction_back(person, what),
        may_unmark_answer(person, what),
        may_write_summary(person, what, takes_part=True),
        may_change_label(person, what),
        may_list_readers(person, what, is_case=False),
        may_flag(person, what, one),
        may_open_thread_acts(person, what),
        may_be_told(person, what, None),
    ]
    assert [verdict.allowed for verdict in refused] == [False] * len(refused)


def test_withdrawn_words_stay_gone():
    person = let_in(levels={PLACE: Level.START}, facilitated=frozenset({PLACE}))
    gone = post()
    gone.withdrawn_at = now()
    assert may_see_text(person, thread(), gone).is_hidden


def test_who_may_read_anyway_is_not_bound_by_glass():
    person = let_in(levels={PLACE: Level.REPLY})
    assert not reads_by_glass(person, thread(is_reserved=False))
    assert may_act_in(person, thread(is_reserved=False))
