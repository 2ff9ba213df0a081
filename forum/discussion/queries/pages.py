"""One page of a thread, in order or as a tree, with as many statements for either."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person, ThreadView
from forum.discussion.models import Post, PostFile, ReadingPosition, Thread
from forum.discussion.queries.filling import fill_posts
from forum.discussion.reading import noted_position
from forum.discussion.values import (
    POSTS_PER_PAGE,
    FileCard,
    MemberCard,
    PostCard,
    ThreadPage,
)
from forum.kernel.db import AnySelect, db
from forum.kernel.paging import last_page

_Parent, _ParentAuthor = aliased(Post), aliased(Member)


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
    rows = db.session.execute(_page(thread, view, page)).all()
    files = _files_of([row.id for row in rows if row.has_files])
    cards = [_card(row, thread, files.get(row.id, ())) for row in rows]
    return ThreadPage(tuple(fill_posts(cards, thread, person)), view, page, last, number)


def last_read_number(thread: Thread, person: Person) -> int:
    """Return the number of the last post that the person has been shown; 0 for none."""
    if person.id is None:
        return 0
    written = db.session.scalar(
        select(ReadingPosition.last_read).where(
            ReadingPosition.member_id == person.id, ReadingPosition.thread_id == thread.id
        )
    )
    return max(written or 0, noted_position(person.id, thread.id))


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


def _page(thread: Thread, view: ThreadView, page: int) -> AnySelect:
    """Select the posts of a page: their keys first, so that skipping pages skips no texts."""
    keys = select(Post.id).where(Post.thread_id == thread.id)
    if view is ThreadView.TREE:
        keys = keys.order_by(Post.tree_path, Post.number)
    elif thread.post_count == thread.last_number:
        first = (page - 1) * POSTS_PER_PAGE
        keys = keys.where(Post.number > first, Post.number <= first + POSTS_PER_PAGE)
    else:
        keys = keys.order_by(Post.number)
    if view is ThreadView.TREE or thread.post_count != thread.last_number:
        keys = keys.offset((page - 1) * POSTS_PER_PAGE).limit(POSTS_PER_PAGE)
    order = Post.tree_path if view is ThreadView.TREE else Post.number
    return _cards().where(Post.id.in_(keys)).order_by(order)


def _cards() -> AnySelect:
    has_files = select(PostFile.id).where(PostFile.post_id == Post.id).exists()
    return (
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
            Post.withdrawn_at,
            Post.withdrawn_by_id,
            Post.withdrawn_because,
            Post.locked_at,
            Post.locked_because,
            has_files.label("has_files"),
            _Parent.number.label("parent_number"),
            _ParentAuthor.id.label("parent_author_id"),
            _ParentAuthor.handle.label("parent_handle"),
            _ParentAuthor.name.label("parent_name"),
        )
        .join(Member, Member.id == Post.author_id)
        .outerjoin(_Parent, _Parent.id == Post.parent_id)
        .outerjoin(_ParentAuthor, _ParentAuthor.id == _Parent.author_id)
    )


def _card(row: Any, thread: Thread, files: tuple[FileCard, ...]) -> PostCard:
    parent = None
    if row.parent_number is not None:
        parent = MemberCard(row.parent_author_id, row.parent_handle, row.parent_name)
    is_withdrawn = row.withdrawn_at is not None
    return PostCard(
        id=row.id,
        thread_id=thread.id,
        number=row.number,
        author=MemberCard(row.author_id, row.handle, row.name, row.picture),
        html="" if is_withdrawn else row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        version=row.version,
        depth=row.depth,
        reply_count=row.reply_count,
        parent_number=row.parent_number,
        parent_author=parent,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by_author=row.withdrawn_by_id == row.author_id,
        withdrawn_because=row.withdrawn_because,
        locked_at=row.locked_at,
        locked_because=row.locked_because,
        files=() if is_withdrawn else files,
    )


def _files_of(post_ids: list[int]) -> dict[int, tuple[FileCard, ...]]:
    found: dict[int, tuple[FileCard, ...]] = {}
    if not post_ids:
        return found
    query = select(PostFile).where(PostFile.post_id.in_(post_ids)).order_by(PostFile.id)
    for file in db.session.scalars(query):
        card = FileCard(file.id, file.name, file.content_type, file.size)
        found[file.post_id] = (*found.get(file.post_id, ()), card)
    return found
