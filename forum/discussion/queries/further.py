"""Where to go on reading after a thread: what is unread, then what talks of the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from forum.accounts.values import Person
from forum.discussion.models import Post, ReadingPosition, Thread
from forum.discussion.queries.categories import visible_category_ids
from forum.discussion.queries.lists import lines_of
from forum.discussion.queries.threads import LISTED
from forum.discussion.slots import similar_threads
from forum.discussion.values import ThreadLine
from forum.kernel.clock import now
from forum.kernel.db import read
from forum.kernel.moments import BriefCache

MOST_SUGGESTED = 5
MOST_UNREAD = 3
"""Suggestions that are unread, as long as there are similar threads for the others."""
TRIED = 8
SECONDS = 30
SECONDS_ALIKE = 600


_Sight = tuple[tuple[int, ...], frozenset[int]]
"""The categories that somebody sees, and the reserved threads that are open to them."""


@dataclass(frozen=True, slots=True)
class _Seeker:
    """Whoever looks for what is like a thread; all who see the same are told the same."""

    thread_id: int
    title: str
    sight: _Sight
    person: Person = field(compare=False)


def suggested_threads(thread: Thread, person: Person) -> tuple[ThreadLine, ...]:
    """Return at most five threads to go on with; each is asked for once more before it shows."""
    sight = (tuple(sorted(visible_category_ids(person))), person.grants.reserved)
    unread = _unread.get((person.id or 0, sight)) if person.is_member else ()
    similar = _similar.get(_Seeker(thread.id, thread.title, sight, person))
    wanted = dict.fromkeys((*unread, *similar[:TRIED]))
    wanted.pop(thread.id, None)
    return _chosen(lines_of(tuple(wanted), person), thread, similar)


def _chosen(
    lines: Sequence[ThreadLine], thread: Thread, similar: Sequence[int]
) -> tuple[ThreadLine, ...]:
    """Choose unread threads, those of the same category first, and similar ones after them."""
    unread = sorted(
        (line for line in lines if line.unread_count),
        key=lambda line: line.category_id != thread.category_id,
    )
    by_id = {line.id: line for line in lines}
    alike = [by_id[id_] for id_ in similar if id_ in by_id]
    chosen = dict.fromkeys((*unread[:MOST_UNREAD], *alike, *unread))
    return tuple(chosen)[:MOST_SUGGESTED]


_UNREAD = (
    select(Thread.id)
    .join(ReadingPosition, ReadingPosition.thread_id == Thread.id)
    .where(
        ReadingPosition.member_id == bindparam("member_id"),
        ReadingPosition.last_read < Thread.last_number,
        LISTED,
    )
    .order_by(Thread.last_posted_at.desc())
    .limit(TRIED)
)


def _load_unread(key: tuple[int, _Sight]) -> tuple[int, ...]:
    member_id, (visible, reserved) = key
    sight = {"visible": visible, "reserved": tuple(reserved), "moment": now()}
    found = read(_UNREAD, member_id=member_id, **sight)
    return tuple(found.scalars())


_OPENING = select(Post.text).where(
    Post.thread_id == bindparam("thread_id"), Post.number == 1, Post.withdrawn_at.is_(None)
)


def _load_similar(seeker: _Seeker) -> tuple[int, ...]:
    text = read(_OPENING, thread_id=seeker.thread_id).scalar() or ""
    words = f"{seeker.title}\n{seeker.title}\n{text}"
    not_itself = frozenset({seeker.thread_id})
    return tuple(id_ for ask in similar_threads for id_ in ask(seeker.person, words, not_itself))


_unread: BriefCache[tuple[int, _Sight], tuple[int, ...]] = BriefCache(_load_unread, seconds=SECONDS)
_similar: BriefCache[_Seeker, tuple[int, ...]] = BriefCache(
    _load_similar, seconds=SECONDS_ALIKE, most=5_000
)
