"""Where moved posts stand now, what was merged, and what can be moved."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import Member
from forum.accounts.values import Person, Standing
from forum.discussion.models import Loosening, MergedThread, MovedPost, Post, Thread, Wall
from forum.discussion.queries.threads import exists_for
from forum.discussion.rules import may_see_moved_post, may_see_thread
from forum.discussion.values import ThreadLink
from forum.kernel.db import db
from forum.kernel.markup import excerpt
from forum.kernel.paging import last_page

OFFERED_PER_PAGE = 100
LINE = 140


@dataclass(frozen=True, slots=True)
class Offered:
    """A post as one line of a list to choose from."""

    id: int
    number: int
    author: str
    written_at: datetime
    words: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """A thread that was merged into another one and can be taken out of it again."""

    id: int
    title: str
    count: int
    merged_at: datetime


def find_moved_post(thread_id: int, number: int, *, by: Person) -> Post | None:
    """Return the post that once had this number, for who may be led on to it."""
    row = db.session.get(MovedPost, (thread_id, number))
    if row is None:
        return None
    query = select(Post).where(Post.id == row.post_id).options(joinedload(Post.thread))
    post = db.session.scalars(query).one()
    left = db.session.get_one(Thread, thread_id)
    if not may_see_moved_post(by, left, post.thread, is_kept_quiet=row.is_kept_quiet):
        return None
    return post


def find_where_merged(thread_id: int, *, by: Person) -> Thread | None:
    """Return the thread that this one was merged into, in the end, for who may see that."""
    seen = {thread_id}
    row = db.session.get(MergedThread, thread_id)
    while row is not None and row.into_id not in seen:
        thread_id = row.into_id
        seen.add(thread_id)
        row = db.session.get(MergedThread, thread_id)
    if len(seen) == 1:
        return None
    thread = db.session.get_one(Thread, thread_id)
    return thread if may_see_thread(by, thread) else None


def current_posts(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the posts that once had these numbers in these threads: nothing to be shown."""
    query = select(MovedPost.thread_id, MovedPost.number, MovedPost.post_id).where(
        MovedPost.thread_id.in_({thread_id for thread_id, _ in places})
    )
    rows = db.session.execute(query)
    return {(one, number): post for one, number, post in rows if (one, number) in places}


def was_moved(thread_id: int, number: int) -> bool:
    """Tell whether a post once had this number in this thread: nothing to be shown."""
    return db.session.get(MovedPost, (thread_id, number)) is not None


def find_moved_into(thread: Thread, left_id: int, number: int) -> Post | None:
    """Return the post that once had this number there, where it stands in this thread now."""
    query = select(Post).join(MovedPost, MovedPost.post_id == Post.id)
    had = (MovedPost.thread_id == left_id, MovedPost.number == number)
    return db.session.scalar(query.where(*had, Post.thread_id == thread.id))


def lock_threads(*thread_ids: int) -> None:
    """Let nobody else change these threads meanwhile; taken in one order, none waits for ever."""
    locked = select(Thread.id).where(Thread.id.in_(thread_ids)).order_by(Thread.id)
    db.session.execute(locked.with_for_update()).all()


def get_posts_of(thread: Thread, numbers: Iterable[int]) -> Sequence[Post]:
    """Return those posts with these numbers that stand in a thread which was fetched for a person."""
    wanted = Post.number.in_(sorted(set(numbers)))
    query = select(Post).where(Post.thread_id == thread.id, wanted).order_by(Post.number)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def all_posts_of(thread: Thread) -> Sequence[Post]:
    """Return all posts of a thread that was fetched for a person, by number."""
    query = select(Post).where(Post.thread_id == thread.id).order_by(Post.number)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def offer_posts(thread: Thread, page: int) -> tuple[list[Offered], int, int]:
    """Return a page of the replies in a thread that was fetched for who may move them.

    With the number of the page and of the last one. What the thread begins with stays in it.
    """
    count = db.session.scalar(select(func.count()).where(Post.thread_id == thread.id)) or 0
    last = last_page(max(count - 1, 1), OFFERED_PER_PAGE)
    page = max(1, min(page, last))
    rows = db.session.execute(
        select(Post.id, Post.number, Member.name, Post.created_at, Post.text, Post.withdrawn_at)
        .join(Member, Member.id == Post.author_id)
        .where(Post.thread_id == thread.id)
        .order_by(Post.number)
        .offset(1 + (page - 1) * OFFERED_PER_PAGE)
        .limit(OFFERED_PER_PAGE)
    )
    offered = [
        Offered(id_, number, name, at, "" if gone else excerpt(text, LINE), gone is not None)
        for id_, number, name, at, text, gone in rows
    ]
    return offered, page, last


def merged_into(thread: Thread) -> list[Merged]:
    """Return what was merged into a thread that was fetched for a facilitator of it."""
    source = aliased(Thread)
    count = (
        select(func.count())
        .select_from(MovedPost)
        .join(Post, Post.id == MovedPost.post_id)
        .where(MovedPost.thread_id == source.id, Post.thread_id == thread.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(source.id, source.title, count, MergedThread.merged_at)
        .join(MergedThread, MergedThread.thread_id == source.id)
        .where(MergedThread.into_id == thread.id)
        .order_by(MergedThread.merged_at.desc())
    )
    return [Merged(*row) for row in rows if row[2]]


def links_to(thread_ids: Collection[int], *, by: Person) -> dict[int, ThreadLink]:
    """Return those of the threads that the person may see."""
    if not thread_ids:
        return {}
    query = select(Thread.id, Thread.slug, Thread.title).where(Thread.id.in_(thread_ids))
    rows = db.session.execute(query.where(exists_for(by)))
    return {row[0]: ThreadLink(*row) for row in rows}


def has_pseudonyms(post_ids: Collection[int]) -> bool:
    """Tell whether one of the posts was written under a pseudonym."""
    query = select(Post.id).join(Member, Member.id == Post.author_id)
    where = (Post.id.in_(post_ids), Member.standing == Standing.PSEUDONYM)
    return db.session.scalar(query.where(*where).limit(1)) is not None


def is_asked_about(thread_id: int) -> bool:
    """Tell whether those who wrote in the thread are being asked for a looser label."""
    return db.session.get(Loosening, thread_id) is not None


def walls_of(thread_id: int) -> frozenset[tuple[int | None, int | None]]:
    """Return whom walls keep out of a thread: members and organisations, for operations alone."""
    query = select(Wall.member_id, Wall.organisation_id).where(Wall.thread_id == thread_id)
    return frozenset(db.session.execute(query))
