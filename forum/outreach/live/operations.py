"""Writing down what happened: in the transaction of the change, as the last thing before its commit.

The ids come from a counter among the stamps. Raising it locks it until the commit, so that ids are
given in the order of commits, and who reads up to one has read all before it. Since that is the
last thing a transaction does, nobody waits for the lock longer than a commit takes.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session

from forum.discussion.models import Thread
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.models import Stamp
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.values import Happening, Kind

COUNTER = "live"
"""The stamp that counts: every request reads it along with all other stamps."""

KEPT = timedelta(days=1)
MOST = 50
"""Posts that one transaction tells one by one; an import or a rendering of everything tells more
than any page that is open could show."""


def note(happening: Happening) -> None:
    """Remember to write down, before the commit, that this happened; twice the same is once."""
    # What is noted belongs to a transaction, which must have begun to be able to end.
    db.session.connection()
    noted: dict[Happening, None] = db.session.info.setdefault(COUNTER, {})
    noted[happening] = None


def forget_old_events() -> int:
    """Remove what happened more than a day ago, and return how many rows that were."""
    old = delete(LiveEvent).where(LiveEvent.at < now() - KEPT)
    options = {"synchronize_session": False}
    gone: Any = db.session.execute(old, execution_options=options)
    return int(gone.rowcount)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(COUNTER):
        return
    # What waits to be written may wait for other locks: it goes first.
    session.flush()
    happenings = _few(session.info.pop(COUNTER))
    rows = [_row(session, happening) for happening in happenings]
    last = _raise_counter(session, len(rows))
    for id_, row in enumerate(rows, last - len(rows) + 1):
        row["id"] = id_
    session.connection().execute(insert(LiveEvent.__table__), rows)  # type: ignore[arg-type]


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(COUNTER, None)


def _few(happenings: Iterable[Happening]) -> list[Happening]:
    """Return what happened; where it is too much, each thread once instead of its posts."""
    found = list(happenings)
    if len(found) <= MOST:
        return found
    few = {
        Happening(Kind.MANY, thread_id=one.thread_id) if one.post_id else one: None for one in found
    }
    return list(few)


def _row(session: Session, happening: Happening) -> dict[str, Any]:
    # The thread was changed just now, so the session has it.
    thread = session.get(Thread, happening.thread_id) if happening.thread_id else None
    return {
        "kind": happening.kind,
        "thread_id": happening.thread_id,
        # Lists of all who see the category are not woken by what is reserved to some.
        "category_id": thread.category_id if thread and not thread.is_reserved else None,
        "post_id": happening.post_id,
        "member_id": happening.member_id,
        "at": now(),
    }


def _raise_counter(session: Session, by: int) -> int:
    statement = insert_into(Stamp).values(name=COUNTER, value=by)
    raised = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": Stamp.value + by}
    ).returning(Stamp.value)
    return int(session.connection().execute(raised).scalar_one())
