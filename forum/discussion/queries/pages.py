"""One page of a thread, in order or as a tree, with as many statements for either."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person, ThreadView
from forum.discussion.models import Bookmark, Post, PostFile, Thread
from forum.discussion.queries.continuations import IS_CONTINUED, add_continuations
from forum.discussion.queries.files import files_of_posts
from forum.discussion.queries.filling import fill_posts
from forum.discussion.queries.reactions import reactions_on_posts
from forum.discussion.queries.threads import visible_values
from forum.discussion.values import (
    POSTS_PER_PAGE,
    MemberCard,
    PostCard,
    ReactionCard,
    ThreadPage,
)
from forum.kernel.db import AnySelect, db, read
from forum.kernel.markup import FileCard
from forum.kernel.paging import last_page
from forum.kernel.sets import among


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
    visible = visible_values(person, ())
    values = {"thread_id": thread.id, "first": first, "reader_id": person.id or 0, **visible}
    rows = read(_statement(thread, view), **values).all()
    return ThreadPage(_cards(rows, thread, person), view, page, last, number)


def posts_by_id(thread: Thread, person: Person, ids: Sequence[int]) -> tuple[PostCard, ...]:
    """Return those of the posts that stand in the thread, by number, whichever page holds them."""
    visible = visible_values(person)
    values = {"thread_id": thread.id, "ids": ids, "reader_id": person.id or 0, **visible}
    return _cards(read(_BY_ID, **values).all(), thread, person)


def _cards(rows: Sequence[Any], thread: Thread, person: Person) -> tuple[PostCard, ...]:
    """Return the posts with everything that stands in them and under them for this reader."""
    files = files_of_posts([row.id for row in rows if row.has_files and row.withdrawn_at is None])
    thread_id = thread.id
    signed = {row.id: row.author_id for row in rows if row.reaction_count}
    reactions = reactions_on_posts(signed, thread.category_id, person)
    cards = [_card(row, thread_id, files.beside, reactions) for row in rows]
    continued = [row.id for row in rows if row.is_continued and row.withdrawn_at is None]
    cards = add_continuations(cards, continued, person)
    return tuple(fill_posts(cards, thread, person, files=files.cards))


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
    before = select(func.count()).where(Post.thread_id == thread.id)
    if view is ThreadView.IN_ORDER:
        before = before.where(Post.number < number)
    else:
        path = (
            select(Post.tree_path)
            .where(Post.thread_id == thread.id, Post.number >= number)
            .order_by(Post.number)
            .limit(1)
            .scalar_subquery()
        )
        before = before.where(Post.tree_path < path)
    return (db.session.scalar(before) or 0) // POSTS_PER_PAGE + 1


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
    )
    .join(Member, Member.id == Post.author_id)
    .outerjoin(_PARENTS, _PARENTS.id == Post.parent_id)
    .outerjoin(_PARENT_AUTHORS, _PARENT_AUTHORS.id == _PARENTS.author_id)
)
_IN_THREAD = Post.thread_id == bindparam("thread_id")
_FIRST = bindparam("first", type_=Integer)
_BY_NUMBER = _CARDS.where(
    _IN_THREAD, Post.number > _FIRST, Post.number <= _FIRST + POSTS_PER_PAGE
).order_by(Post.number)

_BY_ID = _CARDS.where(_IN_THREAD, among(Post.id, "ids")).order_by(Post.number)


def _skipping(*order: Any) -> AnySelect:
    """Return the statement that skips to a page: keys first, so that skipping reads no texts."""
    keys = select(Post.id).where(_IN_THREAD).order_by(*order).offset(_FIRST).limit(POSTS_PER_PAGE)
    return _CARDS.where(Post.id.in_(keys)).order_by(*order)


_IN_ORDER = _skipping(Post.number)
_AS_TREE = _skipping(Post.tree_path, Post.number)


def _statement(thread: Thread, view: ThreadView) -> AnySelect:
    """Return the statement for this way of reading; without gaps the numbers say where a page is."""
    if view is ThreadView.TREE:
        return _AS_TREE
    return _BY_NUMBER if thread.post_count == thread.last_number else _IN_ORDER


def _card(
    row: Any,
    thread_id: int,
    files: Mapping[int, tuple[FileCard, ...]],
    reactions: Mapping[int, tuple[ReactionCard, ...]],
) -> PostCard:
    """Return a row of _CARDS as a card. Asking rows by name would take as long as the query."""
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
        files=() if is_withdrawn else files.get(id_, ()),
        is_shared=row[22],
        reactions=() if is_withdrawn else reactions.get(id_, ()),
        is_bookmarked=bool(row[25]),
    )
