"""Threads and posts, each fetched on behalf of a person."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, text, true
from sqlalchemy.orm import joinedload

from forum.accounts.values import Person
from forum.discussion.models import Bookmark, Post, PostVersion, Tag, TagAlias, Thread, ThreadTag
from forum.discussion.queries.categories import visible_category_ids
from forum.discussion.rules import may_see_stub, may_see_text, may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing, read
from forum.kernel.errors import NotFound
from forum.kernel.sets import among, among_these
from forum.kernel.verdicts import require

IS_ALIVE = or_(Thread.ends_at.is_(None), Thread.ends_at > bindparam("moment"))
"""Whether a thread has not expired; only threads whose label gives them an end are looked at."""

NOT_KEPT_BACK = and_(or_(~Thread.is_reserved, among(Thread.id, "reserved")), IS_ALIVE)
"""What is asked of a thread in a category that the reader sees: give listed_values()."""

LISTED = and_(among(Thread.category_id, "visible"), NOT_KEPT_BACK)
"""What select_listed_threads asks, for statements that are built once: give listed_values()."""

VISIBLE = and_(
    or_(
        and_(among(Thread.category_id, "visible"), ~Thread.is_reserved), among(Thread.id, "opened")
    ),
    IS_ALIVE,
)
"""What select_visible_threads asks, for statements that are built once: give visible_values()."""


def listed_values(person: Person) -> dict[str, Any]:
    """Return what LISTED needs to know about the person."""
    return {
        "visible": tuple(sorted(visible_category_ids(person))),
        "reserved": tuple(sorted(person.grants.reserved)),
        "moment": now(),
    }


def visible_values(person: Person, thread_ids: Iterable[int] | None = None) -> dict[str, Any]:
    """Return what VISIBLE and LISTED need to know about the person.

    Where the statement is about some threads only, name them: then what is open by name is given
    for these alone, and not for every conversation that somebody ever had.
    """
    opened = person.grants.opened
    if thread_ids is not None and opened:
        opened = opened.intersection(thread_ids)
    return {**listed_values(person), "opened": tuple(sorted(opened))}


def select_visible_threads(person: Person) -> Select[Thread]:
    """Select the threads that exist for this person: the twin of may_see_thread.

    Conversations that they are in are among them: what everybody's lists and counts are made of is
    selected by select_listed_threads.
    """
    query = select(Thread)
    return query.where(true()) if person.is_system else query.where(exists_for(person))


def select_listed_threads(person: Person) -> Select[Thread]:
    """Select the threads of the categories that this person sees: never a conversation.

    Reserved threads are among them for those alone whom they name.
    """
    return select(Thread).where(is_listed_for(person))


def select_visible_posts(person: Person) -> Select[Post]:
    """Select the posts whose words this person may read, as in search.

    Withdrawn posts are left out for everyone: who may still read them does so in the thread.
    """
    query = select(Post).where(Post.withdrawn_at.is_(None))
    if person.is_system:
        return query
    return query.join(Thread, Post.thread_id == Thread.id).where(exists_for(person))


def select_listed_posts(person: Person) -> Select[Post]:
    """Select the posts that this person may read in lists about others and in feeds.

    What was written in conversations stands in no such list, not even for those who are in them.
    """
    query = select(Post).where(Post.withdrawn_at.is_(None))
    return query.join(Thread, Post.thread_id == Thread.id).where(is_listed_for(person))


def is_listed_for(person: Person) -> ColumnElement[bool]:
    """Ask whether a thread stands in lists that this person sees."""
    if person.is_system:
        return Thread.category_id.is_not(None)
    seen = Thread.category_id.in_(visible_category_ids(person))
    reserved = person.grants.reserved
    open_here = ~Thread.is_reserved
    if reserved:
        open_here = or_(open_here, among_these(Thread.id, sorted(reserved)))
    return and_(seen, open_here, is_alive())


def exists_for(person: Person) -> ColumnElement[bool]:
    """Ask whether a thread exists for this person."""
    seen = Thread.category_id.in_(visible_category_ids(person))
    in_the_open: ColumnElement[bool] = seen & ~Thread.is_reserved
    opened = person.grants.opened
    if opened:
        in_the_open = or_(in_the_open, among_these(Thread.id, sorted(opened)))
    return and_(in_the_open, is_alive())


def is_alive() -> ColumnElement[bool]:
    """Ask whether a thread has not expired at this moment."""
    return or_(Thread.ends_at.is_(None), Thread.ends_at > now())


def expired_threads() -> frozenset[int]:
    """Return the threads that have expired: nothing to be shown."""
    return frozenset(read(_EXPIRED, moment=now()).scalars())


_EXPIRED = select(Thread.id).where(Thread.ends_at <= bindparam("moment"))


def find_stub(thread_id: int, *, by: Person) -> Thread | None:
    """Return a thread that has expired, for whom it was open to: what is left to say of it."""
    thread = db.session.get(Thread, thread_id)
    return thread if thread is not None and may_see_stub(by, thread) else None


def reserved_threads(category_ids: frozenset[int]) -> frozenset[int]:
    """Return the threads in these categories that are open by name alone: nothing to be shown."""
    return frozenset(read(_RESERVED, category_ids=tuple(category_ids)).scalars())


# SQLite knows the few reserved threads by an index whose condition it must find word for word, and
# does not take the index on categories for a sum.
_RESERVED = select(Thread.id).where(
    text("threads.is_reserved"), among(Thread.category_id + 0, "category_ids")
)


def get_thread(thread_id: int, *, by: Person) -> Thread:
    """Return a thread that the person may see, locked for the change when there is one.

    Raises NotFound.
    """
    query = select(Thread).where(Thread.id == thread_id)
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    thread = db.session.scalar(query)
    if thread is None:
        raise NotFound
    require(may_see_thread(by, thread))
    return thread


def get_post(post_id: int, *, by: Person) -> Post:
    """Return a post in a thread that the person may see, with its thread. Raises NotFound."""
    query = select(Post).where(Post.id == post_id).options(joinedload(Post.author))
    post = db.session.scalar(query)
    if post is None:
        raise NotFound
    get_thread(post.thread_id, by=by)
    if is_writing():
        # Somebody may have changed the post while this one waited for the thread.
        db.session.refresh(post)
    return post


def get_post_by_number(thread: Thread, number: int) -> Post:
    """Return the post with this number in a thread that was fetched for a person.

    Raises NotFound.
    """
    post = find_post_by_number(thread, number)
    if post is None:
        raise NotFound
    return post


def find_post_by_number(thread: Thread, number: int) -> Post | None:
    """Return the post with this number in a thread that was fetched for a person, if there is one."""
    query = select(Post).where(Post.thread_id == thread.id, Post.number == number)
    return db.session.scalar(query.options(joinedload(Post.author)))


def get_readable_post(post_id: int, *, by: Person) -> Post:
    """Return a post whose words the person may read. Raises NotFound."""
    post = get_post(post_id, by=by)
    require(may_see_text(by, post.thread, post))
    return post


def find_readable_place(bookmark: Bookmark, *, by: Person) -> Post | None:
    """Return the post that a bookmark is about, the first one for a thread, while it is readable.

    Like everything about bookmarks it is for the owner: `by`.
    """
    query = select(Post).where(Post.id == bookmark.post_id)
    if bookmark.post_id is None:
        query = select(Post).where(Post.thread_id == bookmark.thread_id)
    post = db.session.scalar(query.order_by(Post.number).limit(1))
    if post is None or not may_see_thread(by, post.thread):
        return None
    if bookmark.post_id is not None and not may_see_text(by, post.thread, post):
        return None
    return post


def first_post_id(thread_id: int) -> int | None:
    """Return the id of the post that a thread begins with."""
    query = select(Post.id).where(Post.thread_id == thread_id).order_by(Post.number)
    return db.session.scalar(query.limit(1))


def threads_of_posts(post_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return the thread of each of the posts, as pairs of ids, for what tells of ids alone."""
    query = select(Post.id, Post.thread_id).where(Post.id.in_(post_ids)).order_by(Post.id)
    return [(row.id, row.thread_id) for row in db.session.execute(query)]


def takes_part(thread: Thread, person: Person) -> bool:
    """Tell whether the person has written in the thread something that can be read."""
    if not person.is_member:
        return False
    query = select(Post.id).where(
        Post.thread_id == thread.id,
        Post.author_id == person.member_id,
        Post.withdrawn_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def list_versions(post: Post) -> Sequence[PostVersion]:
    """Return the earlier versions of a post, oldest first."""
    query = select(PostVersion).where(PostVersion.post_id == post.id)
    return db.session.scalars(query.order_by(PostVersion.version)).all()


def find_tag(name: str) -> Tag | None:
    """Return the tag with this name, or the one that a former name leads to."""
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        alias = db.session.get(TagAlias, name)
        tag = db.session.get(Tag, alias.tag_id) if alias else None
    return tag


def get_tag(name: str, *, by: Person) -> Tag:
    """Return a tag that stands on a thread the person may see, by today's name or a former one.

    Raises NotFound.
    """
    tag = find_tag(name.casefold())
    if tag is None:
        raise NotFound
    visible = select_visible_threads(by).join(ThreadTag, ThreadTag.thread_id == Thread.id)
    seen = visible.where(ThreadTag.tag_id == tag.id).with_only_columns(Thread.id).limit(1)
    if db.session.scalar(seen) is None:
        raise NotFound
    return tag


def list_tags(person: Person, *, beginning: str = "", most: int = 200) -> list[tuple[str, int]]:
    """Return tags on threads that the person may see, with the count of those, most used first."""
    visible = select_listed_threads(person).with_only_columns(Thread.id)
    count = db.func.count(ThreadTag.thread_id)
    query = (
        select(Tag.name, count)
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .where(ThreadTag.thread_id.in_(visible))
        .group_by(Tag.name)
        .order_by(count.desc(), Tag.name)
        .limit(most)
    )
    if beginning:
        query = query.where(Tag.name.startswith(beginning, autoescape=True))
    return [(name, number) for name, number in db.session.execute(query)]
