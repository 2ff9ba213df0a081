"""What ways back for members who were locked out keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from forum.accounts.holdings import Holding, Kept, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
)
from forum.accounts.recovery.models import Recovery
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_recovery() -> Sequence[Holding]:
    """Say what ways back keep."""
    return [RECOVERIES]


def _count(member_id: int) -> Kept:
    by_member = (Recovery.begun_by_id == member_id) | (Recovery.agreed_by_id == member_id)
    return count_rows((Recovery.member_id == member_id) | by_member, Recovery.begun_at)


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    times = (Recovery.begun_at, Recovery.ended_at, Recovery.ending)
    mine = Recovery.member_id == person.member_id
    yield from give_rows(select(Recovery.email, *times).where(mine))
    begun = Recovery.begun_by_id == person.member_id
    yield from give_rows(select(Recovery.because, *times).where(begun))


def _erase_own(parting: Parting) -> Iterator[None]:
    mine = Recovery.member_id.in_(parting.member_ids)
    db.session.execute(delete(Recovery).where(mine), execution_options=QUIETLY)
    yield


RECOVERIES = Holding(
    key="recoveries",
    title="Ways back in",
    about="When two people helped you back in, and at which address; and those you have begun, with "
    "your reason. How others made sure that it is you is for hosts and facilitators.",
    until="Yours are kept while you are a member; deleted when you leave. Your reasons in those of "
    "others go as you choose.",
    columns=every_column(Recovery),
    count=_count,
    rows=_rows,
    erase=one_after_the_other(
        _erase_own,
        forget_own(Recovery.begun_by_id, Recovery.because),
        forget_name(Recovery.because),
    ),
)
