"""The head of a thread page: the thread, its tags and how far the reader has come, at once."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from forum.accounts.values import Person
from forum.discussion.models import ReadingPosition, Tag, Thread, ThreadTag
from forum.discussion.reading import noted_position
from forum.discussion.rules import may_see_thread
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """A thread as the head of its page shows it to one reader."""

    thread: Thread
    tags: tuple[str, ...]
    last_read: int


def get_thread_head(thread_id: int, *, by: Person) -> ThreadHead:
    """Return a thread that the person may see, with tags and reading position, in one statement.

    Raises NotFound.
    """
    tags = (
        select(func.aggregate_strings(Tag.name, ","))
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .where(ThreadTag.thread_id == Thread.id)
        .scalar_subquery()
    )
    read = and_(ReadingPosition.thread_id == Thread.id, ReadingPosition.member_id == (by.id or 0))
    row = db.session.execute(
        select(Thread, tags.label("tags"), ReadingPosition.last_read)
        .outerjoin(ReadingPosition, read)
        .where(Thread.id == thread_id)
    ).first()
    if row is None:
        raise NotFound
    thread, names, last_read = row
    require(may_see_thread(by, thread))
    noted = noted_position(by.id, thread.id) if by.id else 0
    return ThreadHead(
        thread, tuple(sorted(names.split(","))) if names else (), max(last_read or 0, noted)
    )
