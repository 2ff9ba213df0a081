"""Steps, terms and who decides: answers without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.rules import (
    is_running,
    may_appeal,
    may_decide_appeal,
    may_see_appeal,
    next_step,
    shorter_steps,
)
from forum.accounts.sanctions.values import STEPS, SanctionKind
from forum.accounts.values import MemberId, Person, PersonKind, Role

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
MEMBER, FIRST, SECOND, THIRD = 1, 2, 3, 4


def laid(ago: timedelta = timedelta(), hours: int = 72, **about) -> Sanction:
    begun = NOON - ago
    facts = {"kind": SanctionKind.SILENCE, "counts": True, "by_id": FIRST, "member_id": MEMBER}
    return Sanction(begun_at=begun, until=begun + timedelta(hours=hours), **{**facts, **about})


def facilitator(id_: int) -> Person:
    return Person(PersonKind.MEMBER, MemberId(id_), role=Role.FACILITATOR)


@pytest.mark.parametrize("earlier", range(6))
def test_each_time_within_the_window_suggests_the_next_step(earlier: int) -> None:
    history = [laid(timedelta(days=day)) for day in range(earlier)]
    assert next_step(history, NOON) == STEPS[min(earlier, 3)]


def test_what_is_long_ago_or_was_lifted_makes_no_step_longer() -> None:
    history = [laid(timedelta(days=180)), laid(timedelta(days=3), counts=False)]
    assert next_step(history, NOON) == 24


def test_a_sanction_is_appealed_once_by_who_it_is_about() -> None:
    assert may_appeal(MEMBER, laid(), NOON)
    assert not may_appeal(FIRST, laid(), NOON)
    assert not may_appeal(None, laid(), NOON)
    assert not may_appeal(MEMBER, laid(appealed_at=NOON), NOON)


def test_it_is_appealed_while_it_lasts_or_within_thirty_days() -> None:
    assert may_appeal(MEMBER, laid(timedelta(days=29)), NOON)
    assert not may_appeal(MEMBER, laid(timedelta(days=31)), NOON)
    assert may_appeal(MEMBER, laid(timedelta(days=40), hours=60 * 24), NOON)
    ended = laid(timedelta(days=1), ended_at=NOON)
    assert not may_appeal(MEMBER, ended, NOON)


def test_who_laid_it_reads_the_appeal_and_does_not_decide() -> None:
    sanction = laid(second_id=SECOND, appealed_at=NOON)
    for id_ in (FIRST, SECOND):
        assert may_see_appeal(facilitator(id_), sanction)
        assert "another facilitator" in may_decide_appeal(facilitator(id_), sanction).because
    assert may_decide_appeal(facilitator(THIRD), sanction)
    assert not may_see_appeal(facilitator(MEMBER), sanction)
    assert not may_see_appeal(Person(PersonKind.MEMBER, MemberId(THIRD)), sanction)
    assert not may_see_appeal(facilitator(THIRD), laid())


def test_only_shorter_steps_that_are_not_over_are_offered() -> None:
    assert shorter_steps(laid(hours=169), NOON) == [24, 72]
    assert shorter_steps(laid(timedelta(hours=30), hours=169), NOON) == [72]
    assert shorter_steps(laid(hours=25), NOON) == []
    assert shorter_steps(laid(kind=SanctionKind.REMOVAL, hours=168), NOON) == list(STEPS)


def test_a_removal_runs_until_it_is_taken_back() -> None:
    late = laid(timedelta(days=9), kind=SanctionKind.REMOVAL)
    assert is_running(late, NOON)
    assert not is_running(laid(timedelta(days=9)), NOON)
    assert not is_running(laid(ended_at=NOON), NOON)
