"""Reads for search: posts as documents for the index, and found posts as cards for a reader."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.lists import select_unread_threads
from forum.discussion.queries.tags import tags_of_threads
from forum.discussion.queries.threads import select_visible_posts
from forum.discussion.reading import noted_positions
from forum.discussion.values import MemberCard
from forum.kernel.db import AnySelect, db
from forum.knowledge.search.values import NOWHERE, Changes, SearchDocument, ThreadFacts

AT_ONCE = 500

_FACTS = (
    Thread.id,
    Thread.category_id,
    Thread.created_at,
    Thread.reply_count,
    Thread.closed_at,
    Thread.archived_at,
    Thread.answer_number,
)
_DOCUMENTS = select(
    Post.id.label("post_id"),
    Post.thread_id,
    Post.number,
    Post.author_id,
    Post.created_at.label("written_at"),
    Post.language,
    Post.text,
    Post.withdrawn_at,
    Thread.title,
    *_FACTS,
).join(Thread, Thread.id == Post.thread_id)


def read_changes(post_ids: Collection[int], thread_ids: Collection[int]) -> Iterator[Changes]:
    """Return the present state of these posts and threads, five hundred at once."""
    for ids in _portions(post_ids):
        rows = db.session.execute(_DOCUMENTS.where(Post.id.in_(ids))).all()
        documents = _documents(rows)
        gone = set(ids) - {document.post_id for document in documents}
        threads = _facts_of({row.thread_id for row in rows})
        yield Changes(documents, tuple(sorted(gone)), threads)
    for ids in _portions(thread_ids):
        yield Changes(threads=_facts_of(ids))


def read_everything() -> Iterator[Changes]:
    """Return every post that can be read, thread by thread, five hundred at once."""
    last = (0, 0)
    while True:
        query = _DOCUMENTS.where(tuple_(Post.thread_id, Post.number) > last)
        query = query.order_by(Post.thread_id, Post.number).limit(AT_ONCE)
        rows = db.session.execute(query).all()
        if not rows:
            return
        last = (rows[-1].thread_id, rows[-1].number)
        yield Changes(_documents(rows))


def posts_of_threads(thread_ids: Collection[int]) -> list[int]:
    """Return the ids of all posts in these threads."""
    return _ids_where(Post.thread_id, thread_ids)


def posts_by(author_ids: Collection[int]) -> list[int]:
    """Return the ids of all posts by these members."""
    return _ids_where(Post.author_id, author_ids)


def count_readable_posts() -> int:
    """Return how many posts the index should hold."""
    query = select(func.count()).select_from(Post).where(Post.withdrawn_at.is_(None))
    return db.session.scalar(query) or 0


def unread_positions(person: Person) -> dict[int, int]:
    """Return the last number read of each thread that went on since the person opened it."""
    noted = noted_positions(person.member_id)
    rows = db.session.execute(select_unread_threads(person))
    return {thread: max(number, noted.get(thread, 0)) for thread, number in rows}


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A found post with what its card shows."""

    post_id: int
    number: int
    text: str
    language: str
    written_at: datetime
    author: MemberCard
    thread_id: int
    slug: str
    title: str
    category_id: int | None
    reply_count: int
    is_closed: bool
    is_archived: bool
    tags: tuple[str, ...]


def found_posts(post_ids: Sequence[int], person: Person) -> dict[int, FoundPost]:
    """Return those of the posts whose words the person may read at this moment.

    The index may be a moment behind: what was withdrawn or moved away since is left out here.
    """
    query = select_visible_posts(person).where(Post.id.in_(post_ids))
    query = query.join(Thread, Post.thread_id == Thread.id) if person.is_system else query
    rows = db.session.execute(_card_columns(query)).all()
    tags = tags_of_threads([row.thread_id for row in rows])
    return {row.id: _found(row, tags.get(row.thread_id, ())) for row in rows}


def members_by_id(member_ids: Collection[int]) -> dict[int, MemberCard]:
    """Return members by their ids."""
    query = select(Member.id, Member.handle, Member.name, Member.picture)
    rows = db.session.execute(query.where(Member.id.in_(member_ids)))
    return {row.id: MemberCard(row.id, row.handle, row.name, row.picture) for row in rows}


def member_ids_by_key(handle_keys: Collection[str]) -> dict[str, int]:
    """Return ids of members by their handles as they are compared."""
    query = select(Member.handle_key, Member.id).where(Member.handle_key.in_(handle_keys))
    return {row.handle_key: row.id for row in db.session.execute(query)}


def _ids_where(column: InstrumentedAttribute[int], values: Collection[int]) -> list[int]:
    found = [
        db.session.scalars(select(Post.id).where(column.in_(some))) for some in _portions(values)
    ]
    return [id_ for some in found for id_ in some]


def _portions(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), AT_ONCE):
        yield ordered[at : at + AT_ONCE]


def _documents(rows: Sequence[Any]) -> tuple[SearchDocument, ...]:
    readable = [row for row in rows if row.withdrawn_at is None]
    tags = tags_of_threads(list({row.thread_id for row in readable}))
    return tuple(
        SearchDocument(
            post_id=row.post_id,
            number=row.number,
            author_id=row.author_id,
            created_at=row.written_at,
            language=row.language,
            title=row.title,
            body=row.text,
            thread=_facts(row, tags),
            is_first=row.number == 1,
        )
        for row in readable
    )


def _facts_of(thread_ids: Collection[int]) -> tuple[ThreadFacts, ...]:
    rows = db.session.execute(select(*_FACTS).where(Thread.id.in_(thread_ids))).all()
    tags = tags_of_threads([row.id for row in rows])
    return tuple(_facts(row, tags) for row in rows)


def _facts(row: Any, tags: Mapping[int, tuple[str, ...]]) -> ThreadFacts:
    return ThreadFacts(
        thread_id=row.id,
        category_id=NOWHERE if row.category_id is None else row.category_id,
        created_at=row.created_at,
        post_count=row.reply_count + 1,
        is_closed=row.closed_at is not None,
        is_archived=row.archived_at is not None,
        is_solved=row.answer_number is not None,
        tags=tags.get(row.id, ()),
    )


def _card_columns(query: Any) -> AnySelect:
    columns: AnySelect = query.join(Member, Member.id == Post.author_id).with_only_columns(
        Post.id,
        Post.number,
        Post.text,
        Post.language,
        Post.created_at,
        Post.author_id,
        Member.handle,
        Member.name,
        Member.picture,
        Post.thread_id,
        Thread.slug,
        Thread.title,
        Thread.category_id,
        Thread.reply_count,
        Thread.closed_at,
        Thread.archived_at,
    )
    return columns


def _found(row: Any, tags: tuple[str, ...]) -> FoundPost:
    return FoundPost(
        post_id=row.id,
        number=row.number,
        text=row.text,
        language=row.language,
        written_at=row.created_at,
        author=MemberCard(row.author_id, row.handle, row.name, row.picture),
        thread_id=row.thread_id,
        slug=row.slug,
        title=row.title,
        category_id=row.category_id,
        reply_count=row.reply_count,
        is_closed=row.closed_at is not None,
        is_archived=row.archived_at is not None,
        tags=tags,
    )
