"""Where to go on reading after a thread: what is unread, then what talks of the same."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from forum.accounts.values import Person
from forum.discussion.models import ReadingPosition, Thread
from forum.discussion.queries.lists import lines_of
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.slots import similar_threads
from forum.discussion.values import ThreadLine
from forum.kernel.db import read
from forum.kernel.moments import BriefCache

MOST_SUGGESTED = 5
MOST_UNREAD = 3
"""Suggestions that are unread, as long as there are similar threads for the others."""
TRIED = 8
SECONDS = 30


def suggested_threads(thread: Thread, person: Person) -> tuple[ThreadLine, ...]:
    """Return at most five threads to go on with; each is asked for once more before it shows."""
    values = visible_values(person)
    unread = _unread.get((person.id or 0, values["visible"])) if person.is_member else ()
    similar = [id_ for fill in similar_threads for id_ in fill(person, thread)]
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
        VISIBLE,
    )
    .order_by(Thread.last_posted_at.desc())
    .limit(TRIED)
)


def _load_unread(key: tuple[int, tuple[int, ...]]) -> tuple[int, ...]:
    member_id, visible = key
    return tuple(read(_UNREAD, member_id=member_id, visible=visible).scalars())


_unread: BriefCache[tuple[int, tuple[int, ...]], tuple[int, ...]] = BriefCache(
    _load_unread, seconds=SECONDS
)
