"""Threads that go on from posts, as far as a reader may see them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Continuation, Post, Thread
from forum.discussion.queries.threads import LISTED, listed_values
from forum.discussion.values import PostCard, ThreadLink
from forum.kernel.db import read
from forum.kernel.sets import among

IS_CONTINUED = (
    select(Continuation.thread_id)
    .join(Thread, Thread.id == Continuation.thread_id)
    .where(Continuation.post_id == Post.id, LISTED)
    .correlate(Post)
    .exists()
)
"""Whether a post is continued somewhere that the reader may see: give listed_values().

A continuation stands in a category, never in a conversation. What they may not see takes no
look-up of its own either, so that no delay tells of it.
"""

_LINKS = (
    select(Continuation.post_id, Thread.id, Thread.slug, Thread.title)
    .join(Thread, Thread.id == Continuation.thread_id)
    .where(among(Continuation.post_id, "post_ids"), LISTED)
    .order_by(Thread.id)
)


def add_continuations(
    cards: Sequence[PostCard], continued: Sequence[int], person: Person
) -> list[PostCard]:
    """Return the posts with the threads that go on from those of them that are `continued`."""
    if not continued:
        return list(cards)
    found: dict[int, tuple[ThreadLink, ...]] = {}
    for row in read(_LINKS, post_ids=continued, **listed_values(person)):
        link = ThreadLink(row.id, row.slug, row.title)
        found[row.post_id] = (*found.get(row.post_id, ()), link)
    return [replace(card, continued_in=found.get(card.id, ())) for card in cards]
