"""Noting what was done with threads, to be told among their posts; what is noted never changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from forum.accounts.models import Member
from forum.accounts.values import Standing
from forum.discussion.models import Post, Thread, ThreadAct
from forum.discussion.values import GRACE_MINUTES, ActKind
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.times import only_day


def note_act(
    kind: ActKind,
    thread_id: int,
    *,
    by_id: int | None,
    because: str = "",
    post_id: int | None = None,
    before: str = "",
    after: str = "",
    post_count: int | None = None,
) -> None:
    """Note something that was done with a thread where it stands."""
    note_act_on_threads(
        kind,
        [thread_id],
        by_id=by_id,
        because=because,
        post_id=post_id,
        before=before,
        after=after,
        post_count=post_count,
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
    post_count: int | None = None,
) -> None:
    """Note something that was done with several threads at once."""
    moment = _moment_for(by_id)
    rows = [
        {
            "kind": kind,
            "thread_id": row.id,
            "after_number": row.last_number,
            "category_id": row.category_id,
            "at": moment,
            "by_id": by_id,
            "because": because,
            "post_number": _number_of(post_id),
            "before": before,
            "after": after,
            "post_count": post_count,
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


def note_moved_posts(
    kind: ActKind, thread_id: int, other_id: int, *, count: int, by_id: int | None, because: str
) -> None:
    """Note that posts came into a thread or left it; it touches the categories of both."""
    (row,), (other,) = _places_of([thread_id]), _places_of([other_id])
    act = ThreadAct(
        kind=kind,
        thread_id=thread_id,
        after_number=row.last_number,
        category_id=row.category_id,
        to_category_id=other.category_id if other.category_id != row.category_id else None,
        at=now(),
        by_id=by_id,
        because=because,
        other_thread_id=other_id,
        post_count=count,
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


def _moment_for(by_id: int | None) -> datetime:
    """Return when it is done; of what is done under a pseudonym the day alone is kept."""
    standing = select(Member.standing).where(Member.id == by_id)
    is_pseudonym = by_id and db.session.scalar(standing) is Standing.PSEUDONYM
    return only_day(now()) if is_pseudonym else now()


def _places_of(thread_ids: Iterable[int]) -> list[Thread]:
    query = select(Thread).where(Thread.id.in_(list(thread_ids)))
    return list(db.session.scalars(query))


def _number_of(post_id: int | None) -> int | None:
    if post_id is None:
        return None
    return db.session.scalar(select(Post.number).where(Post.id == post_id))
