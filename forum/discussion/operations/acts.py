"""Noting what was done with threads, to be told among their posts; what is noted never changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from forum.discussion.models import Post, Thread, ThreadAct
from forum.discussion.values import GRACE_MINUTES, ActKind
from forum.kernel.clock import now
from forum.kernel.db import db


def note_act(
    kind: ActKind,
    thread_id: int,
    *,
    by_id: int | None,
    because: str = "",
    post_id: int | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Note something that was done with a thread where it stands."""
    note_act_on_threads(
        kind, [thread_id], by_id=by_id, because=because, post_id=post_id, before=before, after=after
    )


def note_act_on_threads(
    kind: ActKind,
    thread_ids: Iterable[int],
    *,
    by_id: int | None,
    because: str = "",
    post_id: int | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Note something that was done with several threads at once."""
    rows = [
        {
            "kind": kind,
            "thread_id": row.id,
            "after_number": row.last_number,
            "category_id": row.category_id,
            "at": now(),
            "by_id": by_id,
            "because": because,
            "post_number": _number_of(post_id),
            "before": before,
            "after": after,
        }
        for row in _places_of(thread_ids)
    ]
    if rows:
        db.session.execute(insert(ThreadAct), rows)


def note_move(thread_id: int, *, by_id: int | None, because: str, from_id: int, to_id: int) -> None:
    """Note that a thread has left one category for another."""
    (row,) = _places_of([thread_id])
    act = ThreadAct(
        kind=ActKind.MOVED,
        thread_id=thread_id,
        after_number=row.last_number,
        category_id=from_id,
        to_category_id=to_id,
        at=now(),
        by_id=by_id,
        because=because,
    )
    db.session.add(act)
    db.session.flush()


def is_just_begun(thread_id: int) -> bool:
    """Tell whether the thread is so young that its author is still writing its head."""
    began: datetime = db.session.scalars(
        select(Thread.created_at).where(Thread.id == thread_id)
    ).one()
    return now() - began <= timedelta(minutes=GRACE_MINUTES)


def title_of(thread_id: int) -> str:
    """Return the title that a thread has now."""
    return db.session.scalars(select(Thread.title).where(Thread.id == thread_id)).one()


def _places_of(thread_ids: Iterable[int]) -> list[Thread]:
    query = select(Thread).where(Thread.id.in_(list(thread_ids)))
    return list(db.session.scalars(query))


def _number_of(post_id: int | None) -> int | None:
    if post_id is None:
        return None
    return db.session.scalar(select(Post.number).where(Post.id == post_id))
