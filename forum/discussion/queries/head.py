"""The head of a thread page: the thread, its tags and how far the reader has come, at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, select

from forum.accounts.values import Person
from forum.discussion.following import OwnFollowing
from forum.discussion.models import (
    Bookmark,
    Draft,
    Post,
    ReadingPosition,
    Summary,
    Thread,
    ThreadAct,
    ThreadFollowing,
    ThreadPerson,
)
from forum.discussion.queries.following import own_following
from forum.discussion.queries.tags import TAG_NAMES, split_names
from forum.discussion.reading import noted_position
from forum.discussion.rules import may_see_thread
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace, DraftText
from forum.kernel.db import read
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """A thread as the head of its page shows it to one reader."""

    thread: Thread
    tags: tuple[str, ...]
    last_read: int
    has_summary: bool
    takes_part: bool
    """Whether the reader has written here, and so may write the summary."""
    is_bookmarked: bool
    own_following: OwnFollowing | None
    draft: DraftCard | None
    last_act: int | None = None
    has_guests: bool = False


# The many threads without acts cost nothing more, and those of the others are read again only when
# there are new ones, since what was noted never changes.
_LAST_ACT = select(func.max(ThreadAct.id)).where(ThreadAct.thread_id == Thread.id).scalar_subquery()

_HEAD = (
    select(
        Thread.__table__,
        TAG_NAMES.label("tags"),
        ReadingPosition.last_read,
        exists().where(Summary.thread_id == Thread.id).label("has_summary"),
        exists()
        .where(
            Post.thread_id == Thread.id,
            Post.author_id == bindparam("reader_id"),
            Post.withdrawn_at.is_(None),
        )
        .label("takes_part"),
        exists()
        .where(Bookmark.thread_id == Thread.id, Bookmark.member_id == bindparam("reader_id"))
        .label("is_bookmarked"),
        _LAST_ACT.label("last_act"),
        exists()
        .where(ThreadPerson.thread_id == Thread.id, ThreadPerson.until.is_not(None))
        .label("has_guests"),
        ThreadFollowing.following,
        ThreadFollowing.is_automatic,
        Draft.id.label("draft_id"),
        Draft.sequence,
        Draft.body,
        Draft.fields,
        Draft.saved_at,
    )
    .outerjoin(
        ReadingPosition,
        and_(
            ReadingPosition.thread_id == Thread.id,
            ReadingPosition.member_id == bindparam("reader_id"),
        ),
    )
    .outerjoin(
        ThreadFollowing,
        and_(
            ThreadFollowing.thread_id == Thread.id,
            ThreadFollowing.member_id == bindparam("reader_id"),
        ),
    )
    .outerjoin(
        Draft,
        and_(
            Draft.member_id == bindparam("reader_id"),
            Draft.kind == DraftKind.REPLY,
            Draft.thing_id == Thread.id,
        ),
    )
    .where(Thread.id == bindparam("thread_id"))
)
_COLUMNS = tuple(column.key for column in Thread.__table__.columns)


def get_thread_head(thread_id: int, *, by: Person) -> ThreadHead:
    """Return a thread that the person may see, with tags and reading position, in one statement.

    Raises NotFound.
    """
    row = read(_HEAD, thread_id=thread_id, reader_id=by.id or 0).first()
    if row is None:
        raise NotFound
    thread = _thread(row)
    require(may_see_thread(by, thread))
    noted = noted_position(by.id, thread.id) if by.id else 0
    return ThreadHead(
        thread=thread,
        tags=split_names(row.tags),
        last_read=max(row.last_read or 0, noted),
        has_summary=row.has_summary,
        takes_part=row.takes_part,
        is_bookmarked=row.is_bookmarked,
        own_following=own_following(row.following, row.is_automatic),
        draft=_draft(row),
        last_act=row.last_act,
        has_guests=row.has_guests,
    )


def _draft(row: Row[Any]) -> DraftCard | None:
    """Return what the reader has begun to answer."""
    if row.draft_id is None:
        return None
    place = DraftPlace(DraftKind.REPLY, row.id)
    text = DraftText(row.body, row.fields)
    return DraftCard(row.draft_id, place, row.sequence, text, row.saved_at)


def _thread(row: Row[Any]) -> Thread:
    """Return the thread as an object that belongs to no session: it is only looked at."""
    found = row._mapping  # noqa: SLF001 -- it is public, in spite of its name
    thread = Thread()
    # Setting thirty fields one by one, each watched for changes, would take as long as the query.
    vars(thread).update({name: found[name] for name in _COLUMNS})
    return thread
