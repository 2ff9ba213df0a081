"""What claims keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
)
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.admin.claims.models import Claim
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_claims() -> Sequence[Holding]:
    """Say what claims keep."""
    return [CLAIMS]


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Claim.placeholder_id, Claim.because, Claim.asked_at, Claim.decided_at, Claim.answer)
    return give_rows(select(*shown).where(Claim.member_id == person.member_id))


def _delete_own(parting: Parting) -> Iterator[None]:
    mine = Claim.member_id.in_(parting.member_ids) | Claim.placeholder_id.in_(parting.member_ids)
    db.session.execute(delete(Claim).where(mine), execution_options=QUIETLY)
    yield


CLAIMS = Holding(
    key="claims",
    title="Posts in archives that you claimed",
    about="What you gave as a reason, and what a facilitator decided.",
    until="Kept while you are a member; deleted when you leave. Decisions of yours stay, as you choose.",
    columns=every_column(Claim),
    count=lambda member_id: count_rows(Claim.member_id == member_id, Claim.asked_at),
    rows=_rows,
    erase=one_after_the_other(
        _delete_own,
        forget_own(Claim.decided_by_id, Claim.answer),
        forget_name(Claim.because, Claim.answer),
    ),
)
