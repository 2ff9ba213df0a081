"""Who may do what in conversations; no database is needed to say so."""

from datetime import UTC, datetime

import pytest

from forum.accounts.values import (
    SYSTEM,
    VISITOR,
    AutomaticGroup,
    Grants,
    GroupId,
    Level,
    MemberId,
    MessagesFrom,
    Person,
    PersonKind,
    Role,
    Standing,
)
from forum.discussion.models import Post, Thread
from forum.discussion.rules import (
    may_add_people,
    may_edit_post,
    may_facilitate_thread,
    may_leave,
    may_move_thread,
    may_pin_everywhere,
    may_reply,
    may_restore_post,
    may_retag_thread,
    may_retitle_thread,
    may_see_text,
    may_see_thread,
    may_start_conversation,
    may_withdraw_post,
    may_write_to,
    may_write_to_group,
)
from forum.discussion.values import GroupCard, MemberCard, Recipient

MOMENT = datetime(2024, 6, 1, tzinfo=UTC)
EVERYTHING = Grants(dict.fromkeys(range(1, 9), Level.START), frozenset(range(1, 9)))  # type: ignore[arg-type]
INSIDE = Grants(opened=frozenset({7}))


def member(id_: int = 1, **more: object) -> Person:
    return Person(PersonKind.MEMBER, MemberId(id_), **more)  # type: ignore[arg-type]


def conversation(**more: object) -> Thread:
    return Thread(id=7, title="Aside", category_id=None, author_id=1, **more)


def post(author_id: int = 1, **more: object) -> Post:
    return Post(id=70, thread_id=7, number=1, author_id=author_id, **more)


def recipient(**more: object) -> Recipient:
    facts = {
        "standing": Standing.ACTIVE,
        "messages_from": MessagesFrom.EVERYONE,
        "ignores_writer": False,
        "knows_writer": False,
    }
    return Recipient(member=MemberCard(2, "ben", "Ben"), **{**facts, **more})  # type: ignore[arg-type]


OUTSIDERS = [
    VISITOR,
    member(5),
    member(5, grants=EVERYTHING),
    member(5, role=Role.FACILITATOR, grants=EVERYTHING),
    member(5, role=Role.HOST, grants=EVERYTHING),
    member(1, grants=EVERYTHING),
]
"""The last one began the conversation and has left it."""


@pytest.mark.parametrize("person", OUTSIDERS)
def test_a_conversation_does_not_exist_for_who_is_not_in_it(person: Person) -> None:
    thread, words = conversation(), post()
    verdicts = (
        may_see_thread(person, thread),
        may_reply(person, thread),
        may_retitle_thread(person, thread),
        may_retag_thread(person, thread),
        may_facilitate_thread(person, thread),
        may_pin_everywhere(person, thread),
        may_move_thread(person, thread, 1),
        may_add_people(person, thread),
        may_leave(person, thread),
        may_see_text(person, thread, words),
        may_edit_post(person, thread, words),
        may_withdraw_post(person, thread, words),
        may_restore_post(person, thread, words),
    )
    assert [verdict for verdict in verdicts if not verdict.is_hidden] == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR, Role.HOST])
def test_who_is_in_it_writes_and_nobody_facilitates(role: Role) -> None:
    grants = Grants(EVERYTHING.levels, EVERYTHING.facilitated, frozenset({7}))
    person, thread = member(5, role=role, grants=grants), conversation()
    assert may_see_thread(person, thread)
    assert may_reply(person, thread)
    assert may_add_people(person, thread)
    assert may_leave(person, thread)
    assert not may_facilitate_thread(person, thread)
    assert not may_retitle_thread(person, thread)
    assert not may_withdraw_post(person, thread, post(author_id=2))
    assert not may_see_text(person, thread, post(author_id=2, withdrawn_at=MOMENT))


def test_its_author_retitles_but_does_not_tag_it() -> None:
    person = member(1, grants=INSIDE)
    assert may_retitle_thread(person, conversation())
    assert "no tags" in may_retag_thread(person, conversation()).because


def test_not_even_the_system_facilitates_a_conversation() -> None:
    assert not may_facilitate_thread(SYSTEM, conversation())
    assert not may_start_conversation(SYSTEM)
    assert not may_add_people(SYSTEM, conversation())


def test_who_is_silenced_reads_and_leaves_but_does_not_write() -> None:
    person = member(1, grants=INSIDE, silenced_until=MOMENT, silenced_because="Rest.")
    assert "Rest." in may_start_conversation(person).because
    assert "Rest." in may_reply(person, conversation()).because
    assert "Rest." in may_add_people(person, conversation()).because
    assert may_leave(person, conversation())


def test_nobody_is_brought_into_a_thread_of_a_category() -> None:
    thread = Thread(id=7, title="Open", category_id=1, author_id=1)
    person = member(1, grants=Grants(EVERYTHING.levels, opened=frozenset({7})))
    assert may_add_people(person, thread).is_hidden
    assert may_leave(person, thread).is_hidden


REASONS = [
    {"ignores_writer": True},
    {"ignores_writer": True, "knows_writer": True},
    {"messages_from": MessagesFrom.FACILITATORS},
    {"messages_from": MessagesFrom.FACILITATORS, "knows_writer": True},
    {"messages_from": MessagesFrom.KNOWN},
]


@pytest.mark.parametrize("facts", REASONS)
def test_one_sentence_stands_for_every_reason_of_the_recipients_own(
    facts: dict[str, object],
) -> None:
    verdict = may_write_to(member(), recipient(**facts))
    assert verdict.because == "Ben does not take conversations from you at the moment."
    assert may_write_to(member(role=Role.FACILITATOR), recipient(**facts))
    assert not may_write_to(member(role=Role.HOST), recipient(**facts))
    assert may_write_to(VISITOR, recipient(**facts)).is_hidden


def test_known_people_reach_who_takes_conversations_from_them() -> None:
    assert may_write_to(member(), recipient())
    known = recipient(messages_from=MessagesFrom.KNOWN, knows_writer=True)
    assert may_write_to(member(), known)
    assert not may_write_to(member(2), recipient())


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.PLACEHOLDER])
def test_who_is_not_here_is_not_written_to_by_anybody(standing: Standing) -> None:
    facilitator = member(role=Role.FACILITATOR)
    assert "not active" in may_write_to(facilitator, recipient(standing=standing)).because


def test_groups_one_is_not_in_do_not_exist() -> None:
    person = member(groups=frozenset({GroupId(3)}))
    assert may_write_to_group(person, GroupCard(3, "Mine"))
    assert may_write_to_group(person, GroupCard(4, "Theirs")).is_hidden
    assert may_write_to_group(member(), GroupCard(1, "f", AutomaticGroup.FACILITATORS))
    everyone = GroupCard(9, "members", AutomaticGroup.MEMBERS)
    assert may_write_to_group(member(groups=frozenset({GroupId(9)})), everyone).is_hidden
