"""What the queue keeps about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import QUIETLY, count_rows, every_column, give_rows
from forum.accounts.queue.models import QueueItem, QueueStep
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_queue() -> Sequence[Holding]:
    """Say what the queue keeps."""
    return [STEPS]


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (QueueStep.at, QueueStep.words)
    return give_rows(select(*shown).where(QueueStep.by_id == person.member_id))


def _let_go(parting: Parting) -> Iterator[None]:
    """Leave to others what the member had claimed; the lines name them by their account alone."""
    claimed = update(QueueItem).where(QueueItem.claimed_by_id.in_(parting.member_ids))
    freed = claimed.values(claimed_by_id=None, claimed_until=None)
    db.session.execute(freed, execution_options=QUIETLY)
    yield


STEPS = Holding(
    key="queue",
    title="What you did in the facilitators’ queue",
    about="When you put something there, claimed it or decided about it: words of ours, none of yours.",
    until="Kept for good, since decisions rest on it; your name goes as you choose when you leave.",
    columns=every_column(QueueItem, QueueStep),
    count=lambda member_id: count_rows(QueueStep.by_id == member_id, QueueStep.at),
    rows=_rows,
    erase=_let_go,
)
