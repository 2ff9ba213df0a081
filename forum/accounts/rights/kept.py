"""What exports and leaving keep about a member."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import count_rows, every_column, part
from forum.accounts.rights.models import Erasure, Export
from forum.accounts.rights.operations.exports import let_go_of_export
from forum.accounts.slots import kept_about_member
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_rights() -> Sequence[Holding]:
    """Say what exports and leaving keep."""
    return [EXPORTS, LEAVING]


def _erase_exports(parting: Parting) -> Iterator[None]:
    mine = select(Export).where(Export.member_id == parting.member_id)
    for export in db.session.scalars(mine).all():
        let_go_of_export(export)
    yield


EXPORTS = Holding(
    key="exports",
    title="Exports you have asked for",
    about="Archives like this one.",
    until="Kept for seven days. That many threads were exported, and by whom, stays on record.",
    columns=every_column(Export),
    count=lambda member_id: count_rows(Export.member_id == member_id, Export.asked_at),
    erase=_erase_exports,
)

LEAVING = Holding(
    key="leaving",
    title="Your wish to leave",
    about="When you asked, what shall stay, and when it was done: no name and no words.",
    until="Kept for good, so that it can be shown that it was done.",
    columns=every_column(Erasure),
    count=lambda member_id: count_rows(Erasure.member_id == member_id, Erasure.asked_at),
    rows=part(
        "leaving",
        Erasure.member_id,
        shows=(Erasure.leaving, Erasure.asked_at, Erasure.due_at),
    ).rows,
)
