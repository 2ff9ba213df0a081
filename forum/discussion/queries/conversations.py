"""A member's conversations: the inbox, what is unread, what they began, the archive."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from forum.accounts.values import Person
from forum.discussion.models import PutAway, ReadingPosition, Thread
from forum.discussion.queries.audiences import (
    audience_lines,
    participants_of,
    participants_of_threads,
)
from forum.discussion.queries.lists import lines_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.reading import noted_positions
from forum.discussion.values import (
    THREADS_PER_PAGE,
    AudienceLine,
    Folder,
    Participants,
    ThreadLine,
)
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.paging import Paging
from forum.kernel.sets import among_these


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation in a list, and who is in it beside the reader."""

    thread: ThreadLine
    others: Participants
    is_unread: bool


@dataclass(frozen=True, slots=True)
class ConversationHead:
    """What the page of a conversation shows beside its posts."""

    participants: Participants
    lines: tuple[AudienceLine, ...]
    is_put_away: bool


@dataclass(frozen=True, slots=True)
class ConversationList:
    """One page of a folder."""

    lines: tuple[ConversationLine, ...]
    paging: Paging


def page_of_conversations(person: Person, folder: Folder, *, page: int = 1) -> ConversationList:
    """Return a page of one of the person's folders, the conversation that went on last first."""
    query = (
        _of_folder(person, folder)
        .with_only_columns(Thread.id)
        .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
        .offset((page - 1) * THREADS_PER_PAGE)
        .limit(THREADS_PER_PAGE + 1)
    )
    ids = list(db.session.scalars(query))
    lines = lines_of(ids[:THREADS_PER_PAGE], person)
    people = participants_of_threads([line.id for line in lines])
    return ConversationList(
        tuple(_line(line, people[line.id], person) for line in lines),
        Paging(page, len(ids) > THREADS_PER_PAGE),
    )


def get_conversation(thread_id: int, *, by: Person) -> Thread:
    """Return a conversation that the person is in, locked for a change. Raises NotFound."""
    thread = get_thread(thread_id, by=by)
    if not thread.is_conversation:
        raise NotFound
    return thread


def conversation_head(thread: Thread, person: Person) -> ConversationHead:
    """Return who is in a conversation that the person is in, and who came and left."""
    return ConversationHead(
        participants_of(thread, by=person),
        audience_lines(thread, by=person),
        is_put_away(thread, person),
    )


def is_put_away(thread: Thread, person: Person) -> bool:
    """Tell whether the conversation lies in the person's archive."""
    row = db.session.get(PutAway, (person.member_id, thread.id))
    return row is not None and row.last_number >= thread.last_number


def _of_folder(person: Person, folder: Folder) -> Select[Thread]:
    query = (
        select(Thread)
        .outerjoin(
            PutAway, and_(PutAway.thread_id == Thread.id, PutAway.member_id == person.member_id)
        )
        .where(Thread.category_id.is_(None), among_these(Thread.id, sorted(person.grants.opened)))
    )
    is_away = and_(PutAway.last_number.is_not(None), PutAway.last_number >= Thread.last_number)
    is_here = or_(PutAway.last_number.is_(None), PutAway.last_number < Thread.last_number)
    match folder:
        case Folder.INBOX:
            return query.where(is_here)
        case Folder.SENT:
            return query.where(Thread.author_id == person.member_id)
        case Folder.ARCHIVE:
            return query.where(is_away)
        case Folder.UNREAD:
            return _unread(query.where(is_here), person)


def _unread(query: Select[Thread], person: Person) -> Select[Thread]:
    """Keep what goes further than the person has read, in this process or written already."""
    query = query.outerjoin(
        ReadingPosition,
        and_(ReadingPosition.thread_id == Thread.id, ReadingPosition.member_id == person.member_id),
    )
    behind: ColumnElement[bool] = func.coalesce(ReadingPosition.last_read, 0) < Thread.last_number
    read_now = [
        and_(Thread.id == thread_id, Thread.last_number <= number)
        for thread_id, number in noted_positions(person.member_id).items()
    ]
    return query.where(behind, ~or_(*read_now)) if read_now else query.where(behind)


def _line(line: ThreadLine, people: Participants, person: Person) -> ConversationLine:
    others = tuple(card for card in people.people if card.id != person.id)
    return ConversationLine(
        line,
        Participants(others, people.groups),
        is_unread=(line.last_read or 0) < line.last_number,
    )
