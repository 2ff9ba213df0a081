"""Writing the moderation log; entries are never changed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from forum.discussion.models import Thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.text import without_accents
from forum.moderation.models import LogEntry, LogPlace, ReviewItem
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


def is_about_to_be_told(post_id: int) -> bool:
    """Tell whether flags on the post led to its withdrawal and will be logged with their rule."""
    logged = select(LogEntry.id).where(LogEntry.item_id == ReviewItem.id).exists()
    query = select(ReviewItem.id).where(
        ReviewItem.post_id == post_id, ReviewItem.outcome == Outcome.WITHDRAWN, ~logged
    )
    return db.session.scalar(query) is not None
