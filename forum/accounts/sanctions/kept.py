"""What sanctions keep about a member."""

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
from forum.accounts.sanctions.models import Sanction
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person


@kept_about_member.fill
def kept_by_sanctions() -> Sequence[Holding]:
    """Say what sanctions keep."""
    return [SANCTIONS]


def _mine(member_id: int) -> Any:
    return (
        (Sanction.member_id == member_id)
        | (Sanction.by_id == member_id)
        | (Sanction.second_id == member_id)
        | (Sanction.decided_by_id == member_id)
    )


def _count(member_id: int) -> Kept:
    return count_rows(_mine(member_id), Sanction.begun_at)


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (
        Sanction.kind,
        Sanction.begun_at,
        Sanction.until,
        Sanction.because,
        Sanction.appeal,
        Sanction.outcome,
        Sanction.answer,
    )
    return give_rows(select(*shown).where(Sanction.member_id == person.member_id))


SANCTIONS = Holding(
    key="sanctions",
    title="Sanctions",
    about="When you were silenced or suspended, why, and what became of your appeal; as a "
    "facilitator, those that you laid or looked at anew.",
    until="Kept for good, so that it can be answered for; your name and your words in it go as you "
    "choose when you leave.",
    columns=every_column(Sanction),
    count=_count,
    rows=_rows,
    erase=one_after_the_other(
        forget_own(Sanction.member_id, Sanction.appeal),
        forget_own(Sanction.by_id, Sanction.because),
        forget_own(Sanction.decided_by_id, Sanction.answer),
        forget_name(Sanction.because, Sanction.appeal, Sanction.answer),
    ),
)
