"""One page of a thread, in order or as a tree, with as many statements for either."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person, Role, ThreadView
from forum.discussion.models import Bookmark, Post, PostFile, PostNotice, Thread
from forum.discussion.queries.continuations import IS_CONTINUED, add_continuations
from forum.discussion.queries.files import files_of_posts
from forum.discussion.queries.filling import fill_posts
from forum.discussion.queries.notices import notices_above
from forum.discussion.queries.outline import Writer
from forum.discussion.queries.reactions import reactions_on_posts
from forum.discussion.queries.threads import visible_values
from forum.discussion.values import (
    POSTS_PER_PAGE,
    MemberCard,
    NoticeCard,
    PostCard,
    ReactionCard,
    ThreadPage,
)
from forum.kernel.db import AnySelect, db, read
from forum.kernel.markup import FileCard
from forum.kernel.paging import last_page
from forum.kernel.sets import among

MOST_REPLIES = 100
KEPT = 3_000
"""Cards that are kept: most readers see most posts alike."""


def page_of_posts(
    thread: Thread,
    person: Person,
    view: ThreadView,
    *,
    page: int | None = None,
    number: int | None = None,
) -> ThreadPage:
    """Return the page asked for, or the one that holds the post with this number.

    A number that no post has (any more) leads to the next one that is there.
    """
    last = last_page(thread.post_count, POSTS_PER_PAGE)
    if page is None:
        page = 1 if number is None else _page_that_holds(thread, view, number)
    page = max(1, min(page, last))
    first = (page - 1) * POSTS_PER_PAGE
    rows = _rows(_statement(thread, view), thread, person, first=first)
    return ThreadPage(_cards(rows, thread, person), view, page, last, number)


def page_of_posts_by(
    writer: Writer, thread: Thread, person: Person, view: ThreadView, *, page: int = 1
) -> ThreadPage:
    """Return a page of what one person wrote in the thread and can be read."""
    last = last_page(writer.count, POSTS_PER_PAGE)
    page = max(1, min(page, last))
    values = {"author_id": writer.member.id, "first": (page - 1) * POSTS_PER_PAGE}
    statement = _TREE_OF_ONE if view is ThreadView.TREE else _ORDER_OF_ONE
    rows = _rows(statement, thread, person, **values)
    return ThreadPage(_cards(rows, thread, person), view, page, last, None)


def stretch_of_posts(
    thread: Thread, person: Person, *, page: int = 1, size: int
) -> tuple[PostCard, ...]:
    """Return a long page of a thread in order, as it is printed."""
    rows = _rows(_MANY, thread, person, first=(page - 1) * size, size=size)
    return _cards(rows, thread, person)


def replies_to(post: Post, thread: Thread, person: Person) -> tuple[PostCard, tuple[PostCard, ...]]:
    """Return a post and the first hundred direct replies to it."""
    rows = _rows(_WITH_REPLIES, thread, person, post_id=post.id)
    answered, *replies = _cards(rows, thread, person)
    return answered, tuple(replies)


def posts_by_id(thread: Thread, person: Person, ids: Sequence[int]) -> tuple[PostCard, ...]:
    """Return those of the posts that stand in the thread, by number, whichever page holds them."""
    visible = visible_values(person)
    values = {"thread_id": thread.id, "ids": ids, "reader_id": person.id or 0, **visible}
    return _cards(read(_BY_ID, **values).all(), thread, person)


def number_at_date(thread: Thread, moment: Any) -> int:
    """Return the number of the first post written at or after the moment, or the last one."""
    found = db.session.scalar(
        select(func.min(Post.number)).where(Post.thread_id == thread.id, Post.created_at >= moment)
    )
    return found or thread.last_number


def _page_that_holds(thread: Thread, view: ThreadView, number: int) -> int:
    """Return the page that a post stands on, in this way of reading."""
    number = max(1, min(number, thread.last_number))
    if view is ThreadView.IN_ORDER and thread.post_count == thread.last_number:
        return (number - 1) // POSTS_PER_PAGE + 1
    statement = _BEFORE_IN_ORDER if view is ThreadView.IN_ORDER else _BEFORE_IN_TREE
    before: int = read(statement, thread_id=thread.id, number=number).scalar_one()
    return before // POSTS_PER_PAGE + 1


_PARENTS = aliased(Post)
_PARENT_AUTHORS = aliased(Member)
_CARDS = (
    select(
        Post.id,
        Post.number,
        Post.author_id,
        Member.handle,
        Member.name,
        Member.picture,
        Post.html,
        Post.created_at,
        Post.edited_at,
        Post.version,
        Post.depth,
        Post.reply_count,
        _PARENTS.number.label("parent_number"),
        _PARENT_AUTHORS.id.label("parent_author_id"),
        _PARENT_AUTHORS.handle.label("parent_handle"),
        _PARENT_AUTHORS.name.label("parent_name"),
        Post.withdrawn_at,
        Post.withdrawn_by_id,
        Post.withdrawn_because,
        Post.locked_at,
        Post.locked_because,
        select(PostFile.file_id).where(PostFile.post_id == Post.id).exists().label("has_files"),
        Post.is_shared,
        IS_CONTINUED.label("is_continued"),
        Post.reaction_count,
        exists()
        .where(Bookmark.post_id == Post.id, Bookmark.member_id == bindparam("reader_id"))
        .label("is_bookmarked"),
        Post.reuse,
        Member.role,
        exists().where(PostNotice.post_id == Post.id).label("is_noticed"),
    )
    .join(Member, Member.id == Post.author_id)
    .outerjoin(_PARENTS, _PARENTS.id == Post.parent_id)
    .outerjoin(_PARENT_AUTHORS, _PARENT_AUTHORS.id == _PARENTS.author_id)
)
# Asking rows by name would take as long as the query.
_NAMES = list(_CARDS.selected_columns.keys())
_POST_ID, _AUTHOR_ID, _WITHDRAWN_AT = map(_NAMES.index, ("id", "author_id", "withdrawn_at"))
_HAS_FILES, _IS_CONTINUED = map(_NAMES.index, ("has_files", "is_continued"))
_REACTION_COUNT, _IS_NOTICED = map(_NAMES.index, ("reaction_count", "is_noticed"))
_IN_THREAD = Post.thread_id == bindparam("thread_id")
_FIRST = bindparam("first", type_=Integer)
_NUMBER = bindparam("number", type_=Integer)
_BEFORE = select(func.count()).where(_IN_THREAD)
_BEFORE_IN_ORDER = _BEFORE.where(Post.number < _NUMBER)
_BEFORE_IN_TREE = _BEFORE.where(
    Post.tree_path
    < select(_PARENTS.tree_path)
    .where(_PARENTS.thread_id == bindparam("thread_id"), _PARENTS.number >= _NUMBER)
    .order_by(_PARENTS.number)
    .limit(1)
    .scalar_subquery()
)
_BY_NUMBER = _CARDS.where(
    _IN_THREAD, Post.number > _FIRST, Post.number <= _FIRST + POSTS_PER_PAGE
).order_by(Post.number)

_BY_ID = _CARDS.where(_IN_THREAD, among(Post.id, "ids")).order_by(Post.number)


def _skipping(*order: Any, only: Sequence[ColumnElement[bool]] = ()) -> AnySelect:
    """Return the statement that skips to a page: keys first, so that skipping reads no texts."""
    keys = (
        select(Post.id)
        .where(_IN_THREAD, *only)
        .order_by(*order)
        .offset(_FIRST)
        .limit(POSTS_PER_PAGE)
    )
    return _CARDS.where(Post.id.in_(keys)).order_by(*order)


_IN_ORDER = _skipping(Post.number)
_AS_TREE = _skipping(Post.tree_path, Post.number)
_BY_ONE = (Post.author_id == bindparam("author_id"), Post.withdrawn_at.is_(None))
_ORDER_OF_ONE = _skipping(Post.number, only=_BY_ONE)
_TREE_OF_ONE = _skipping(Post.tree_path, Post.number, only=_BY_ONE)
_MANY = (
    _CARDS.where(_IN_THREAD)
    .order_by(Post.number)
    .offset(_FIRST)
    .limit(bindparam("size", type_=Integer))
)
_ID = bindparam("post_id", type_=Integer)
# A reply always has a higher number than what it answers.
_WITH_REPLIES = (
    _CARDS.where(_IN_THREAD, or_(Post.id == _ID, Post.parent_id == _ID))
    .order_by(Post.number)
    .limit(1 + MOST_REPLIES)
)


def _statement(thread: Thread, view: ThreadView) -> AnySelect:
    """Return the statement for this way of reading; without gaps the numbers say where a page is."""
    if view is ThreadView.TREE:
        return _AS_TREE
    return _BY_NUMBER if thread.post_count == thread.last_number else _IN_ORDER


def _rows(statement: AnySelect, thread: Thread, person: Person, **values: int) -> Sequence[Any]:
    """Run one of the statements made of _CARDS on behalf of a reader."""
    who = {"reader_id": person.id or 0, **visible_values(person, ())}
    return read(statement, thread_id=thread.id, **values, **who).all()


def _cards(rows: Sequence[Any], thread: Thread, person: Person) -> tuple[PostCard, ...]:
    """Return the posts with everything that stands in them and under them for this reader."""
    shown = [row for row in rows if row[_WITHDRAWN_AT] is None]
    files = files_of_posts([row[_POST_ID] for row in shown if row[_HAS_FILES]])
    signed = {row[_POST_ID]: row[_AUTHOR_ID] for row in rows if row[_REACTION_COUNT]}
    reactions = reactions_on_posts(signed, thread.category_id, person)
    thread_id, beside = thread.id, files.beside
    notices = notices_above([row[_POST_ID] for row in shown if row[_IS_NOTICED]])
    cards = [
        _card(
            tuple(row),
            thread_id,
            beside.get(row[_POST_ID], ()),
            reactions.get(row[_POST_ID], ()),
            notices.get(row[_POST_ID]),
        )
        for row in rows
    ]
    continued = [row[_POST_ID] for row in shown if row[_IS_CONTINUED]]
    cards = add_continuations(cards, continued, person)
    return tuple(fill_posts(cards, thread, person, files=files.cards))


@lru_cache(maxsize=KEPT)
def _card(
    row: tuple[Any, ...],
    thread_id: int,
    files: tuple[FileCard, ...],
    reactions: tuple[ReactionCard, ...],
    notice: NoticeCard | None,
) -> PostCard:
    """Return a row of _CARDS as a card, the same one for all readers to whom it looks the same."""
    id_, number, author_id, handle, name, picture, html = row[:7]
    created_at, edited_at, version, depth, reply_count, parent_number = row[7:13]
    withdrawn_at, withdrawn_by_id, withdrawn_because, locked_at, locked_because = row[16:21]
    is_withdrawn = withdrawn_at is not None
    return PostCard(
        id=id_,
        thread_id=thread_id,
        number=number,
        author=MemberCard(author_id, handle, name, picture),
        html="" if is_withdrawn else html,
        created_at=created_at,
        edited_at=edited_at,
        version=version,
        depth=depth,
        reply_count=reply_count,
        parent_number=parent_number,
        parent_author=None if parent_number is None else MemberCard(*row[13:16]),
        withdrawn_at=withdrawn_at,
        withdrawn_by_author=withdrawn_by_id == author_id,
        withdrawn_because=withdrawn_because,
        locked_at=locked_at,
        locked_because=locked_because,
        files=() if is_withdrawn else files,
        is_shared=row[22],
        reactions=() if is_withdrawn else reactions,
        is_bookmarked=bool(row[25]),
        reuse=row[26],
        is_by_guest=row[27] is Role.GUEST,
        notice=notice,
    )
