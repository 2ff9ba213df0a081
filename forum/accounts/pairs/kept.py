"""What acts of two keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.holdings import Holding, Kept
from forum.accounts.keeping import (
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
)
from forum.accounts.pairs.models import PairAct
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person


@kept_about_member.fill
def kept_by_pairs() -> Sequence[Holding]:
    """Say what acts of two keep."""
    return [PAIRS]


def _count(member_id: int) -> Kept:
    mine = (PairAct.asked_by_id == member_id) | (PairAct.decided_by_id == member_id)
    return count_rows(mine, PairAct.asked_at)


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (PairAct.kind, PairAct.because, PairAct.asked_at, PairAct.outcome, PairAct.decided_at)
    return give_rows(select(*shown).where(PairAct.asked_by_id == person.member_id))


PAIRS = Holding(
    key="acts_of_two",
    title="Acts that needed two people",
    about="What you asked for or confirmed as a facilitator or a host, and why.",
    until="Kept for good, so that it can be answered for; your name and your words in it go as you "
    "choose when you leave.",
    columns=every_column(PairAct),
    count=_count,
    rows=_rows,
    erase=one_after_the_other(
        forget_own(PairAct.asked_by_id, PairAct.because),
        forget_own(PairAct.decided_by_id, PairAct.answer),
        forget_name(PairAct.because, PairAct.answer),
    ),
)
