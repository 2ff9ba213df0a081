"""Bookmarks, each for its owner alone; what they point to only as far as the owner may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Bookmark, Post, Thread
from forum.discussion.queries.threads import exists_for
from forum.discussion.rules import may_see_bookmark
from forum.discussion.values import MemberCard
from forum.kernel.db import AnySelect, db, get_row
from forum.kernel.markup import excerpt
from forum.kernel.paging import Paging
from forum.kernel.text import without_accents
from forum.kernel.verdicts import require

BOOKMARKS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class BookmarkedPlace:
    """What a bookmark points to; `number` is None for a thread as such."""

    thread_id: int
    slug: str
    title: str
    category_id: int | None
    number: int | None
    author: MemberCard
    excerpt: str
    is_withdrawn: bool

    @property
    def address(self) -> str:
        """Return where the place is."""
        thread = f"/t/{self.slug}/{self.thread_id}"
        return f"{thread}/{self.number}#post-{self.number}" if self.number else thread


@dataclass(frozen=True, slots=True)
class BookmarkCard:
    """A bookmark as its owner sees it; `place` is None where the owner may see nothing of it."""

    id: int
    note: str
    made_at: datetime
    remind_at: datetime | None
    reminded_at: datetime | None
    place: BookmarkedPlace | None


@dataclass(frozen=True, slots=True)
class BookmarkList:
    """One page of somebody's bookmarks."""

    cards: tuple[BookmarkCard, ...]
    paging: Paging
    count: int


def get_bookmark(bookmark_id: int, *, by: Person) -> Bookmark:
    """Return a bookmark of the person's own. Raises NotFound."""
    bookmark = get_row(Bookmark, bookmark_id)
    require(may_see_bookmark(by, bookmark))
    return bookmark


def find_bookmark(place: Post | Thread, *, by: Person) -> Bookmark | None:
    """Return the person's bookmark on the post, or on the thread as such."""
    is_it = (
        Bookmark.post_id == place.id if isinstance(place, Post) else Bookmark.thread_id == place.id
    )
    return db.session.scalar(select(Bookmark).where(Bookmark.member_id == by.member_id, is_it))


def get_bookmark_card(bookmark: Bookmark, *, by: Person) -> BookmarkCard:
    """Return the bookmark with what it points to."""
    require(may_see_bookmark(by, bookmark))
    row = db.session.execute(_cards(by).where(Bookmark.id == bookmark.id)).one()
    return _card(row)


def page_of_bookmarks(person: Person, *, words: str = "", page: int = 1) -> BookmarkList:
    """Return a page of the person's bookmarks, newest first, 30 a page.

    With words: those in whose note or title all of them stand, accents and capitals aside.
    """
    ids = _ids(person, words)
    first = (page - 1) * BOOKMARKS_PER_PAGE
    shown = ids[first : first + BOOKMARKS_PER_PAGE]
    rows = db.session.execute(_cards(person).where(Bookmark.id.in_(shown)))
    cards = {row.id: _card(row) for row in rows}
    found = tuple(cards[id_] for id_ in shown if id_ in cards)
    has_next = len(ids) > first + BOOKMARKS_PER_PAGE
    return BookmarkList(found, Paging(page, has_next), len(ids))


def _ids(person: Person, words: str) -> list[int]:
    """Return the ids of all bookmarks that are wanted: there are two thousand at most."""
    newest_first = (Bookmark.made_at.desc(), Bookmark.id.desc())
    wanted = without_accents(words).split()
    if not wanted:
        query = select(Bookmark.id).where(Bookmark.member_id == person.member_id)
        return list(db.session.scalars(query.order_by(*newest_first)))
    columns = _cards(person).with_only_columns(Bookmark.id, Bookmark.note, Thread.title)
    rows = db.session.execute(columns.order_by(*newest_first))
    return [row.id for row in rows if _holds(wanted, row.note, row.title or "")]


def _holds(wanted: Sequence[str], note: str, title: str) -> bool:
    words = without_accents(f"{note} {title}")
    return all(word in words for word in wanted)


def _cards(person: Person) -> AnySelect:
    """Select the person's bookmarks; what they may not see joins nothing, and so has no title."""
    thread_id = func.coalesce(Bookmark.thread_id, Post.thread_id)
    author_id = func.coalesce(Post.author_id, Thread.author_id)
    query: AnySelect = (
        select(
            Bookmark.id,
            Bookmark.note,
            Bookmark.made_at,
            Bookmark.remind_at,
            Bookmark.reminded_at,
            Thread.id.label("thread_id"),
            Thread.slug,
            Thread.title,
            Thread.category_id,
            Post.number,
            Post.text,
            Post.withdrawn_at,
            Member.id.label("author_id"),
            Member.handle,
            Member.name,
            Member.picture,
        )
        .outerjoin(Post, Post.id == Bookmark.post_id)
        .outerjoin(Thread, (Thread.id == thread_id) & exists_for(person))
        .outerjoin(Member, Member.id == author_id)
        .where(Bookmark.member_id == person.member_id)
    )
    return query


def _card(row: Any) -> BookmarkCard:
    place = None
    if row.thread_id is not None:
        is_withdrawn = row.withdrawn_at is not None
        place = BookmarkedPlace(
            thread_id=row.thread_id,
            slug=row.slug,
            title=row.title,
            category_id=row.category_id,
            number=row.number,
            author=MemberCard(row.author_id, row.handle, row.name, row.picture),
            excerpt="" if is_withdrawn or row.text is None else excerpt(row.text, 160),
            is_withdrawn=is_withdrawn,
        )
    return BookmarkCard(row.id, row.note, row.made_at, row.remind_at, row.reminded_at, place)
