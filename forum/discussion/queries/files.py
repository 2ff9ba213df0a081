"""Files, each fetched on behalf of a person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, true

from forum.accounts.values import Person
from forum.discussion.models import Draft, File, FileCopy, HeldPost, Post, PostFile, Thread
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.rules import may_see_file
from forum.kernel.db import HIGHEST_ID, db, get_row, read
from forum.kernel.errors import NotFound
from forum.kernel.markup import FileCard, files_in
from forum.kernel.sets import among
from forum.kernel.verdicts import require


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file, or one of its copies, as it is sent to a reader."""

    name: str
    content_type: str
    size: int
    key: str


_IS_HELD = exists().where(PostFile.file_id == File.id)
_IS_READABLE = or_(
    exists(
        select(PostFile.post_id)
        .join(Post, Post.id == PostFile.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            PostFile.file_id == File.id,
            VISIBLE,
            or_(
                Post.withdrawn_at.is_(None),
                Post.author_id == bindparam("reader_id"),
                among(Thread.category_id, "facilitated"),
            ),
        )
    ),
    and_(File.author_id == bindparam("reader_id"), ~_IS_HELD),
)
"""What may_see_file asks, for statements that are built once: give readable_values()."""


def readable_values(person: Person) -> dict[str, Any]:
    """Return what statements about readable files need to know about the person."""
    values = visible_values(person)
    facilitated = tuple(id_ for id_ in values["visible"] if person.facilitates(id_))
    return {**values, "facilitated": facilitated, "reader_id": person.id or 0}


def select_visible_files(person: Person) -> Select[File]:
    """Select the files that exist for this person: the twin of may_see_file."""
    if person.is_system:
        return select(File).where(true())
    return select(File).where(_IS_READABLE).params(**readable_values(person))


_ONE = select(File.name, File.content_type, File.size, File.key).where(
    File.id == bindparam("file_id"), _IS_READABLE
)
_ONE_COPY = (
    select(File.name, FileCopy.size, FileCopy.key)
    .join(FileCopy, FileCopy.file_id == File.id)
    .where(File.id == bindparam("file_id"), FileCopy.width == bindparam("width"), _IS_READABLE)
)


def get_stored_file(file_id: int, width: int | None = None, *, by: Person) -> StoredFile:
    """Return a file that the person may fetch, or its copy of this width. Raises NotFound."""
    if width is None:
        row = read(_ONE, file_id=file_id, **readable_values(by)).first()
        if row is None:
            raise NotFound
        return StoredFile(row.name, row.content_type, row.size, row.key)
    row = read(_ONE_COPY, file_id=file_id, width=width, **readable_values(by)).first()
    if row is None:
        raise NotFound
    return StoredFile(f"{row.name.rpartition('.')[0]}.webp", "image/webp", row.size, row.key)


_CARD = (
    File.id,
    File.name,
    File.content_type,
    File.size,
    File.width,
    File.height,
    FileCopy.width.label("copy_width"),
    FileCopy.height.label("copy_height"),
)
_OF_POSTS = (
    select(PostFile.post_id, PostFile.is_in_text, *_CARD)
    .join(File, File.id == PostFile.file_id)
    .outerjoin(FileCopy, FileCopy.file_id == File.id)
    .where(among(PostFile.post_id, "post_ids"))
    .order_by(File.id, FileCopy.width)
)
_READABLE = (
    select(*_CARD)
    .outerjoin(FileCopy, FileCopy.file_id == File.id)
    .where(among(File.id, "ids"), _IS_READABLE)
    .order_by(File.id, FileCopy.width)
)


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """The files of some posts whose words the reader may read."""

    cards: dict[int, FileCard]
    beside: dict[int, tuple[FileCard, ...]]
    """By post: what came beside its text."""


def files_of_posts(post_ids: Collection[int]) -> HeldFiles:
    """Return the files that these posts hold; whether the posts may be read was asked before."""
    held = HeldFiles({}, {})
    if not post_ids:
        return held
    rows = read(_OF_POSTS, post_ids=tuple(post_ids)).all()
    held.cards.update(_cards(rows))
    beside = dict.fromkeys((row.post_id, row.id) for row in rows if not row.is_in_text)
    for post_id, file_id in beside:
        held.beside[post_id] = (*held.beside.get(post_id, ()), held.cards[file_id])
    return held


def readable_files(ids: Iterable[int], person: Person) -> dict[int, FileCard]:
    """Return those of the files that the person may fetch."""
    known = tuple(id_ for id_ in ids if 0 < id_ <= HIGHEST_ID)
    return _cards(read(_READABLE, ids=known, **readable_values(person)).all()) if known else {}


def _cards(rows: Iterable[Any]) -> dict[int, FileCard]:
    copies: dict[int, dict[tuple[int, int], None]] = {}
    facts = {}
    for row in rows:
        facts[row.id] = row
        mine = copies.setdefault(row.id, {})
        if row.copy_width is not None:
            mine[row.copy_width, row.copy_height] = None
    return {
        id_: FileCard(
            id_, row.name, row.content_type, row.size, row.width, row.height, tuple(copies[id_])
        )
        for id_, row in facts.items()
    }


def facts_of(file_ids: Collection[int], *, by: Person) -> dict[int, list[list[str]]]:
    """Return what files say about who made them: told to who sent them, and to nobody else."""
    query = select(File.id, File.facts).where(File.id.in_(file_ids), File.author_id == by.id)
    return {row.id: row.facts for row in db.session.execute(query)} if file_ids else {}


def get_own_file(file_id: int, *, by: Person) -> File:
    """Return a file that the person may fetch, as what can be changed. Raises NotFound."""
    file = get_row(File, file_id)
    require(may_see_file(by, file, holders_of(file)))
    return file


def holders_of(file: File) -> Sequence[tuple[Thread, Post]]:
    """Return the posts that hold the file, whoever may read them, with their threads."""
    query = (
        select(Thread, Post)
        .join(Post, Post.thread_id == Thread.id)
        .join(PostFile, PostFile.post_id == Post.id)
        .where(PostFile.file_id == file.id)
    )
    return [(thread, post) for thread, post in db.session.execute(query)]


def is_held(file: File) -> bool:
    """Tell whether a post holds the file."""
    return db.session.scalar(select(_held_by_post(file.id))) or False


def is_in_text(file: File) -> bool:
    """Tell whether the text of a post names the file."""
    named = exists().where(PostFile.file_id == file.id, PostFile.is_in_text)
    return db.session.scalar(select(named)) or False


def _held_by_post(file_id: int) -> ColumnElement[bool]:
    return exists().where(PostFile.file_id == file_id)


def room_taken(member_id: int) -> int:
    """Return how many bytes the files of a member take, copies among them.

    What came beside mails of an archive takes nobody's room.
    """
    is_beside = exists().where(PostFile.file_id == File.id, ~PostFile.is_in_text)
    taken = select(func.coalesce(func.sum(File.room), 0)).where(
        File.author_id == member_id, ~is_beside
    )
    return int(db.session.scalar(taken) or 0)


def files_in_held(file_ids: Collection[int]) -> set[int]:
    """Return those of the files that a post of their sender names which waits."""
    texts = select(HeldPost.raw).where(
        HeldPost.author_id.in_(select(File.author_id).where(File.id.in_(file_ids))),
        HeldPost.raw.contains("/uploads/"),
    )
    return {id_ for raw in db.session.scalars(texts) for id_ in files_in(raw)} & set(file_ids)


def files_in_drafts(file_ids: Collection[int]) -> set[int]:
    """Return those of the files that a draft of their sender names."""
    texts = select(Draft.body).where(
        Draft.member_id.in_(select(File.author_id).where(File.id.in_(file_ids))),
        Draft.body.contains("/uploads/"),
    )
    return {id_ for body in db.session.scalars(texts) for id_ in files_in(body)} & set(file_ids)
