"""The outline of a thread: who writes in it, and when.

It is counted once for all readers of a thread, since whoever sees a thread sees all of its posts.
When the thread goes on, only what is new is read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.discussion.values import MemberCard, PostCard
from forum.kernel.db import read
from forum.kernel.sets import among
from forum.kernel.stamps import on_forgetting
from forum.kernel.text import fold

KEPT = 500
"""Threads whose outline is kept; one of 2,000 posts takes some 200 KB."""
SECONDS = 300
"""Names may be so old; a member who has just taken another one is not misled by it."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with posts in a thread that can be read, and how many these are."""

    member: MemberCard
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Who writes in a thread, most posts first, and the moment of each post by number.

    Each one counted anew is a different one, so that what is made of it can be kept for it.
    """

    writers: tuple[Writer, ...]
    moments: tuple[tuple[int, datetime], ...]

    def writer(self, handle: str) -> Writer | None:
        """Return who writes here under this handle."""
        key = fold(handle)
        return next((each for each in self.writers if fold(each.member.handle) == key), None)


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    counts: tuple[int, ...]
    rows: tuple[Any, ...]
    outline: Outline


class Outlines:
    """The outlines of threads, each valid while the thread's counters are the same."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._lock = Lock()
        on_forgetting(self)

    def get(self, thread: Thread) -> Outline:
        """Return the outline of a thread that was fetched for a person."""
        kept, counts = self._kept.get(thread.id), _counts(thread)
        if kept and kept.counts == counts and monotonic() < kept.until:
            return kept.outline
        rows = _rows(thread, kept.rows if kept and monotonic() < kept.until else ())
        outline = _outline(rows)
        with self._lock:
            while len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[thread.id] = _Kept(monotonic() + SECONDS, counts, tuple(rows), outline)
        return outline

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


_outlines = Outlines()


def outline_of(thread: Thread) -> Outline:
    """Return who writes in a thread that was fetched for a person, and when."""
    return _outlines.get(thread)


def outline_of_posts(posts: Iterable[PostCard]) -> Outline:
    """Return the outline of a thread all of whose posts stand on the page at hand."""
    posts = tuple(posts)
    cards = {post.author.id: post.author for post in posts}
    counts = Counter(post.author.id for post in posts if not post.is_withdrawn)
    return Outline(_ranked(counts, cards), tuple((post.number, post.created_at) for post in posts))


_ROWS = (
    select(Post.number, Post.created_at, Post.author_id, Post.withdrawn_at)
    .where(Post.thread_id == bindparam("thread_id"), Post.number > bindparam("after"))
    .order_by(Post.number)
)
_CARDS = select(Member.id, Member.handle, Member.name, Member.picture).where(
    among(Member.id, "ids")
)


def _counts(thread: Thread) -> tuple[int, ...]:
    return (thread.last_number, thread.post_count, thread.reply_count, thread.writer_count)


def _rows(thread: Thread, known: Sequence[Any]) -> list[Any]:
    """Read what came after the posts that are known, or all when these have changed."""
    if known:
        newer = read(_ROWS, thread_id=thread.id, after=known[-1].number)
        rows = [*known, *newer]
        if len(rows) == thread.post_count and _replies(rows) == thread.reply_count:
            return rows
    return list(read(_ROWS, thread_id=thread.id, after=0))


def _replies(rows: Iterable[Any]) -> int:
    return sum(row.withdrawn_at is None and row.number > 1 for row in rows)


def _outline(rows: Sequence[Any]) -> Outline:
    counts = Counter(row.author_id for row in rows if row.withdrawn_at is None)
    rows_of_members = read(_CARDS, ids=tuple(counts))
    cards = {
        row.id: MemberCard(row.id, row.handle, row.name, row.picture) for row in rows_of_members
    }
    return Outline(_ranked(counts, cards), tuple((row.number, row.created_at) for row in rows))


def _ranked(counts: Mapping[int, int], cards: Mapping[int, MemberCard]) -> tuple[Writer, ...]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], cards[pair[0]].handle))
    return tuple(Writer(cards[id_], count) for id_, count in ranked)
