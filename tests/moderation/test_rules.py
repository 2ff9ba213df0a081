from datetime import UTC, datetime

import pytest

from forum.accounts.values import SYSTEM, VISITOR, Grants, Level, Person, PersonKind, Role
from forum.discussion.models import Post, Thread
from forum.discussion.rules import categories_looked_after
from forum.moderation.rules import (
    may_flag,
    may_handle,
    may_open_community_acts,
    may_open_thread_acts,
    may_read_reason,
    may_see_entry,
    may_see_full_entry,
    may_see_full_log,
    may_see_item,
    may_see_log,
    may_see_queue,
)
from forum.moderation.values import Case, Traces

OPEN, HIDDEN_PLACE = 1, 2
THREAD = Thread(id=5, category_id=OPEN, author_id=10)
HIDDEN_THREAD = Thread(id=6, category_id=HIDDEN_PLACE, author_id=10)


def somebody(
    id_: int = 1, *, role: Role = Role.MEMBER, see: tuple[int, ...] = (OPEN,), after: tuple = ()
) -> Person:
    levels = dict.fromkeys((*see, *after), Level.START)
    return Person(PersonKind.MEMBER, id=id_, role=role, grants=Grants(levels, frozenset(after)))


MEMBER = somebody()
INSIDER = somebody(2, see=(OPEN, HIDDEN_PLACE))
OWN_FACILITATOR = somebody(3, after=(HIDDEN_PLACE,))
FACILITATOR = somebody(4, role=Role.FACILITATOR, see=(OPEN, HIDDEN_PLACE))
HOST = somebody(5, role=Role.HOST)


def post(author_id: int = 10, **facts: object) -> Post:
    return Post(id=7, thread_id=5, author_id=author_id, **facts)


def test_a_member_may_flag_what_they_see() -> None:
    assert may_flag(MEMBER, THREAD, post())


def test_a_silenced_member_may_flag() -> None:
    silenced = Person(
        PersonKind.MEMBER,
        id=1,
        grants=MEMBER.grants,
        silenced_until=datetime(2999, 1, 1, tzinfo=UTC),
    )
    assert may_flag(silenced, THREAD, post())


def test_nobody_flags_their_own_post() -> None:
    verdict = may_flag(MEMBER, THREAD, post(author_id=1))
    assert not verdict
    assert not verdict.is_hidden


def test_a_withdrawn_post_is_not_flagged() -> None:
    gone = post(withdrawn_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert "withdrawn" in may_flag(MEMBER, THREAD, gone).because


@pytest.mark.parametrize("person", [MEMBER, VISITOR, HOST])
def test_flagging_is_hidden_where_the_thread_is(person: Person) -> None:
    assert may_flag(person, HIDDEN_THREAD, post()).is_hidden


@pytest.mark.parametrize(
    ("person", "has_queue"),
    [
        (VISITOR, False),
        (MEMBER, False),
        (HOST, False),
        (OWN_FACILITATOR, True),
        (FACILITATOR, True),
    ],
)
def test_only_facilitators_have_a_queue_and_a_full_log(person: Person, has_queue: bool) -> None:
    assert bool(may_see_queue(person)) is has_queue
    assert bool(may_see_full_log(person)) is has_queue
    assert may_see_queue(person).is_hidden is not has_queue


def test_facilitators_look_after_what_they_facilitate_and_see() -> None:
    assert categories_looked_after(OWN_FACILITATOR) == {HIDDEN_PLACE}
    assert categories_looked_after(FACILITATOR) == {OPEN, HIDDEN_PLACE}
    assert categories_looked_after(INSIDER) == set()


def test_a_facilitator_handles_flags_of_their_category_only() -> None:
    assert may_handle(OWN_FACILITATOR, Case(HIDDEN_PLACE, 10, frozenset({11})))
    assert may_handle(OWN_FACILITATOR, Case(OPEN, 10, frozenset({11}))).is_hidden


def test_a_facilitator_of_the_community_handles_flags_everywhere() -> None:
    for category in (OPEN, HIDDEN_PLACE):
        assert may_handle(FACILITATOR, Case(category, 10, frozenset({11})))


def test_who_flagged_sees_the_item_but_does_not_handle_it() -> None:
    case = Case(OPEN, 10, frozenset({11, 4}))
    assert may_see_item(FACILITATOR, case)
    verdict = may_handle(FACILITATOR, case)
    assert not verdict
    assert "another facilitator" in verdict.because


def test_the_author_does_not_learn_that_their_post_was_flagged() -> None:
    case = Case(OPEN, 4, frozenset({11}))
    assert may_see_item(FACILITATOR, case).is_hidden
    assert may_handle(FACILITATOR, case).is_hidden


@pytest.mark.parametrize("person", [VISITOR, MEMBER, INSIDER, HOST])
def test_nobody_else_handles_flags(person: Person) -> None:
    assert may_handle(person, Case(OPEN, 10, frozenset({11}))).is_hidden


def test_the_system_handles_flags() -> None:
    assert may_handle(SYSTEM, Case(OPEN, 10, frozenset({11})))


def test_every_member_has_the_open_log() -> None:
    assert may_see_log(MEMBER)
    assert may_see_log(VISITOR).is_hidden


def test_an_act_exists_for_those_who_see_every_place_it_touched() -> None:
    both = Traces(frozenset({OPEN, HIDDEN_PLACE}), OPEN)
    assert may_see_entry(INSIDER, both)
    assert may_see_entry(MEMBER, both).is_hidden
    assert may_see_entry(MEMBER, Traces(frozenset({OPEN}), OPEN))


def test_an_act_goes_out_of_sight_with_its_thread() -> None:
    moved_away = Traces(frozenset({OPEN}), HIDDEN_PLACE)
    assert may_see_entry(MEMBER, moved_away).is_hidden
    assert may_read_reason(MEMBER, moved_away).is_hidden


def test_an_act_in_a_hidden_place_stays_hidden_when_its_thread_comes_out() -> None:
    assert may_see_entry(MEMBER, Traces(frozenset({HIDDEN_PLACE}), OPEN)).is_hidden


def test_an_act_without_a_place_is_counted_but_its_reason_is_not_read() -> None:
    sanction = Traces(frozenset())
    assert may_see_entry(MEMBER, sanction)
    assert may_read_reason(MEMBER, sanction).is_hidden
    assert may_read_reason(FACILITATOR, sanction).is_hidden


def test_hosts_read_the_log_as_members_do() -> None:
    assert may_see_entry(HOST, Traces(frozenset({HIDDEN_PLACE}))).is_hidden
    assert may_see_full_entry(HOST, Traces(frozenset({OPEN}))).is_hidden


def test_the_full_log_of_a_category_facilitator_ends_at_their_category() -> None:
    assert may_see_full_entry(OWN_FACILITATOR, Traces(frozenset({HIDDEN_PLACE}), OPEN))
    assert may_see_full_entry(OWN_FACILITATOR, Traces(frozenset({OPEN, HIDDEN_PLACE})))
    assert may_see_full_entry(OWN_FACILITATOR, Traces(frozenset({OPEN}))).is_hidden
    assert may_see_full_entry(OWN_FACILITATOR, Traces(frozenset())).is_hidden


def test_the_full_log_of_a_community_facilitator_has_sanctions_too() -> None:
    assert may_see_full_entry(FACILITATOR, Traces(frozenset()))
    assert may_see_full_entry(FACILITATOR, Traces(frozenset({OPEN})))


def test_pages_of_acts_exist_for_those_who_look_after_the_place() -> None:
    assert may_open_thread_acts(OWN_FACILITATOR, HIDDEN_THREAD)
    assert may_open_thread_acts(FACILITATOR, THREAD)
    for person in (MEMBER, INSIDER, HOST, VISITOR):
        assert may_open_thread_acts(person, THREAD).is_hidden
    assert may_open_thread_acts(OWN_FACILITATOR, THREAD).is_hidden


def test_pages_on_members_and_tags_exist_for_community_facilitators() -> None:
    assert may_open_community_acts(FACILITATOR)
    for person in (MEMBER, OWN_FACILITATOR, HOST, VISITOR):
        assert may_open_community_acts(person).is_hidden
