"""The outbox: what must happen is a row written with the change, and a worker does it later.

Handlers must be idempotent: a row is done at least once, and twice if the worker dies in between.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from forum.kernel.clock import now
from forum.kernel.db import db, is_postgresql, unit_of_work
from forum.kernel.models import OutboxRow

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Errand:
    """One row as its handler gets it."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


Work = Callable[[Sequence[Errand]], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """What does a kind of row, and how many of them at once."""

    kind: str
    work: Work
    batch: int


_handlers: dict[str, Handler] = {}
new_rows = Event()
"""Set in this process when rows were written, so that a worker inside it need not wait."""


def handles(kind: str, *, batch: int = 1) -> Callable[[Work], Work]:
    """Register the function that does this kind of row; it gets up to `batch` of them, in order.

    It runs outside a transaction and opens its own where it needs one.
    """

    def register(work: Work) -> Work:
        _handlers[kind] = Handler(kind, work, batch)
        return work

    return register


def enqueue(kind: str, payload: dict[str, Any], *, at: datetime | None = None) -> None:
    """Write a row, in the transaction of the change that asks for it."""
    moment = now()
    db.session.add(
        OutboxRow(kind=kind, payload=payload, created_at=moment, available_at=at or moment)
    )
    new_rows.set()


def work_off(kinds: Sequence[str] | None = None, *, most: int = 10_000) -> int:
    """Do everything that is due now, and return how many rows were taken on."""
    taken = 0
    while taken < most:
        errands = _claim(kinds)
        if not errands:
            break
        taken += len(errands)
        _do(errands)
    return taken


def count_waiting(kinds: Sequence[str] | None = None) -> int:
    """Return how many rows are not yet done, those set aside left out."""
    query = select(db.func.count()).select_from(OutboxRow).where(OutboxRow.failed_at.is_(None))
    if kinds is not None:
        query = query.where(OutboxRow.kind.in_(kinds))
    return db.session.scalar(query) or 0


def count_failed() -> int:
    """Return how many rows were set aside after too many attempts."""
    query = select(db.func.count()).select_from(OutboxRow).where(OutboxRow.failed_at.is_not(None))
    return db.session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be done, and why."""

    id: int
    kind: str
    created_at: datetime
    last_error: str


def list_failed() -> list[SetAside]:
    """Return the rows that were set aside, oldest first."""
    query = select(OutboxRow).where(OutboxRow.failed_at.is_not(None)).order_by(OutboxRow.id)
    return [
        SetAside(row.id, row.kind, row.created_at, row.last_error or "")
        for row in db.session.scalars(query)
    ]


def rewrite_payloads(change: Callable[[str, dict[str, Any]], dict[str, Any] | None]) -> None:
    """Let `change` say by kind what becomes of the payload of each row; None removes the row.

    For what must not even wait, such as letters to somebody who has left.
    """
    for row in db.session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all():
        payload = change(row.kind, row.payload)
        if payload is None:
            db.session.delete(row)
        elif payload != row.payload:
            row.payload, row.last_error = payload, None
    db.session.flush()


def retry_failed() -> int:
    """Let everything that was set aside be tried again, as if new; return how many rows it is."""
    again = update(OutboxRow).where(OutboxRow.failed_at.is_not(None))
    found = db.session.execute(
        again.values(failed_at=None, attempts=0, available_at=now()),
        execution_options={"synchronize_session": False},
    )
    new_rows.set()
    return cast("CursorResult[Any]", found).rowcount


def _claim(kinds: Sequence[str] | None) -> list[Errand]:
    """Take the next rows of one kind that are due, for this worker alone."""
    known = [kind for kind in _handlers if kinds is None or kind in kinds]
    moment = now()
    due = select(OutboxRow).where(
        OutboxRow.failed_at.is_(None),
        OutboxRow.available_at <= moment,
        OutboxRow.kind.in_(known),
    )
    if db.session.scalar(due.with_only_columns(OutboxRow.id).limit(1)) is None:
        db.session.rollback()
        return []
    with unit_of_work():
        due = due.order_by(OutboxRow.id)
        if is_postgresql():
            due = due.with_for_update(skip_locked=True)
        first = db.session.scalars(due.limit(1)).first()
        if first is None:
            return []
        batch = _handlers[first.kind].batch
        rows = db.session.scalars(due.where(OutboxRow.kind == first.kind).limit(batch)).all()
        for row in rows:
            row.available_at = moment + CLAIM
            row.attempts += 1
        return [Errand(row.id, row.kind, row.payload, row.attempts) for row in rows]


def _do(errands: list[Errand]) -> None:
    handler = _handlers[errands[0].kind]
    try:
        handler.work(errands)
    except Exception as error:
        db.session.rollback()
        log.exception("The outbox could not do %s", handler.kind)
        if len(errands) > 1:
            # One bad row must not hold up its neighbours: try them one by one.
            for errand in errands:
                _do([errand])
            return
        _put_back(errands[0], error)
    else:
        with unit_of_work():
            db.session.execute(
                delete(OutboxRow).where(OutboxRow.id.in_([errand.id for errand in errands])),
                execution_options={"synchronize_session": False},
            )


def _put_back(errand: Errand, error: Exception) -> None:
    moment = now()
    again = moment + timedelta(seconds=min(3600, 2**errand.attempts))
    with unit_of_work():
        db.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == errand.id)
            .values(
                available_at=again,
                last_error=f"{type(error).__name__}: {error}"[:2000],
                failed_at=moment if errand.attempts >= MOST_ATTEMPTS else None,
            ),
            execution_options={"synchronize_session": False},
        )
