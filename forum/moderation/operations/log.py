"""Writing the moderation log; entries are never changed, but lose their words when those expire."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import or_, select, update

from forum.discussion.models import Thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.text import without_accents
from forum.moderation.models import Flag, LogEntry, LogPlace, ReviewItem
from forum.moderation.values import Act, Outcome


def log_act(
    act: Act, *, by_id: int | None, because: str, places: Iterable[int] = (), **about: Any
) -> None:
    """Write an act into the log; `places` are the categories that it touched.

    `about` are further columns of the entry: the thread, the post, the member, the rule.
    """
    entry = LogEntry(
        act=act, at=now(), by_id=by_id, because=because, words=without_accents(because), **about
    )
    entry.places = [LogPlace(category_id=id_) for id_ in sorted(set(places))]
    db.session.add(entry)
    db.session.flush()


def log_act_on_thread(
    act: Act, thread_id: int, *, by_id: int | None, because: str, **about: Any
) -> None:
    """Write an act on a thread or one of its posts into the log."""
    places = categories_of([thread_id])
    log_act(act, by_id=by_id, because=because, places=places, thread_id=thread_id, **about)


def categories_of(thread_ids: Iterable[int]) -> set[int]:
    """Return the categories in which the threads stand; conversations stand in none."""
    query = select(Thread.category_id).where(Thread.id.in_(list(thread_ids))).distinct()
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}


def title_of(thread_id: int) -> str:
    """Return the title of a thread, as it is now."""
    return db.session.scalars(select(Thread.title).where(Thread.id == thread_id)).one()


def point_at_thread(thread_id: int, into_id: int) -> None:
    """Let entries about a thread that was merged stand with the one that it went into.

    They would be about a thread that nobody sees, and the log would have lost them.
    """
    moved = update(LogEntry).where(LogEntry.thread_id == thread_id).values(thread_id=into_id)
    db.session.execute(moved, execution_options={"synchronize_session": False})


def point_at_post(post_ids: Collection[int], into_id: int) -> None:
    """Let what was logged and decided about posts stand with the one that they become.

    Raises Invalid while one of them is flagged: what a facilitator was asked about must not vanish.
    """
    waiting = select(ReviewItem.id).where(
        ReviewItem.post_id.in_([*post_ids, into_id]), ReviewItem.handled_at.is_(None)
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Invalid("numbers", "One of these posts is flagged: decide about that first.")
    for column in (LogEntry.post_id, ReviewItem.post_id):
        moved = update(column.class_).where(column.in_(post_ids)).values({column.key: into_id})
        db.session.execute(moved, execution_options={"synchronize_session": False})


def is_about_to_be_told(post_id: int) -> bool:
    """Tell whether flags on the post led to its withdrawal and will be logged with their rule."""
    logged = select(LogEntry.id).where(LogEntry.item_id == ReviewItem.id).exists()
    query = select(ReviewItem.id).where(
        ReviewItem.post_id == post_id, ReviewItem.outcome == Outcome.WITHDRAWN, ~logged
    )
    return db.session.scalar(query) is not None


def forget_words_about(thread_id: int, post_ids: Collection[int]) -> None:
    """Take every word out of the log and the queue that is about a thread erased for good.

    What was done, when, by whom and by which rule stays.
    """
    items = select(ReviewItem.id).where(ReviewItem.post_id.in_(post_ids))
    about = or_(LogEntry.thread_id == thread_id, LogEntry.post_id.in_(post_ids))
    for emptied in (
        update(LogEntry).where(about).values(because="", words="", before="", after=""),
        update(ReviewItem).where(ReviewItem.post_id.in_(post_ids)).values(because="", copy=None),
        update(Flag).where(Flag.item_id.in_(items)).values(because=""),
    ):
        db.session.execute(emptied, execution_options={"synchronize_session": False})
    db.session.expire_all()
