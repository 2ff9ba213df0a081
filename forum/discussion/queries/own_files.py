"""A member's own files: how much room they take, and what holds each of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.models import File, Post, PostFile, Thread
from forum.discussion.queries.files import files_in_drafts, readable_files
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.kernel.db import db, read
from forum.kernel.markup import FileCard
from forum.kernel.paging import Paging, last_page
from forum.kernel.sets import among

FILES_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Holder:
    """A post that holds a file, as its sender may see it today."""

    thread_id: int
    slug: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file in the list of one's own."""

    id: int
    name: str
    room: int
    sent_at: datetime
    card: FileCard | None
    """How it is fetched; None where all posts that hold it are closed to its sender today."""
    holders: tuple[Holder, ...]
    is_held: bool
    is_beside: bool
    """Whether it only came beside texts, as with mails of an archive."""
    is_in_draft: bool

    @property
    def may_go(self) -> bool:
        """Tell whether nothing that is written names it."""
        return not self.is_held or (self.is_beside and bool(self.holders))


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """A page of a member's files, the largest first."""

    files: tuple[OwnFile, ...]
    count: int
    paging: Paging


_HELD = select(PostFile.file_id, PostFile.is_in_text).where(among(PostFile.file_id, "file_ids"))
_HOLDERS = (
    select(PostFile.file_id, Thread.id, Thread.slug, Thread.title, Post.number)
    .join(Post, Post.id == PostFile.post_id)
    .join(Thread, Thread.id == Post.thread_id)
    .where(among(PostFile.file_id, "file_ids"), VISIBLE)
    .order_by(Post.id)
)


def page_of_own_files(number: int = 1, *, by: Person) -> OwnFiles:
    """Return the files that the person has sent, or that came under their name from an archive."""
    own = File.author_id == by.member_id
    count = db.session.scalar(select(func.count()).where(own)) or 0
    query = select(File).where(own).order_by(File.room.desc(), File.id)
    query = query.limit(FILES_PER_PAGE).offset(FILES_PER_PAGE * (number - 1))
    files = _own_files(list(db.session.scalars(query)), by)
    paging = Paging(number, number * FILES_PER_PAGE < count, last_page(count, FILES_PER_PAGE))
    return OwnFiles(files, count, paging)


def _own_files(files: Sequence[File], by: Person) -> tuple[OwnFile, ...]:
    ids = tuple(file.id for file in files)
    if not ids:
        return ()
    held = read(_HELD, file_ids=ids).all()
    in_texts = {row.file_id for row in held if row.is_in_text}
    beside = {row.file_id for row in held} - in_texts
    holders, cards, in_drafts = _holders(ids, by), readable_files(ids, by), files_in_drafts(ids)
    return tuple(
        OwnFile(
            file.id,
            file.name,
            file.room,
            file.created_at,
            cards.get(file.id),
            tuple(holders.get(file.id, ())),
            is_held=file.id in in_texts | beside,
            is_beside=file.id in beside,
            is_in_draft=file.id in in_drafts,
        )
        for file in files
    )


def _holders(ids: Collection[int], by: Person) -> dict[int, list[Holder]]:
    found: dict[int, list[Holder]] = {}
    for row in read(_HOLDERS, file_ids=tuple(ids), **visible_values(by)):
        holder = Holder(row.id, row.slug, row.title, row.number)
        found.setdefault(row.file_id, []).append(holder)
    return found
