"""What a member has written, as far as the reader may see it."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import select_listed_posts
from forum.kernel.db import db
from forum.kernel.markup import excerpt
from forum.kernel.paging import Paging

POSTS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One post in the list of what a member wrote."""

    thread_id: int
    slug: str
    title: str
    category_id: int
    number: int
    excerpt: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """One page of what a member wrote."""

    lines: tuple[ActivityLine, ...]
    paging: Paging


def page_of_activity(member: Member, person: Person, *, page: int = 1) -> Activity:
    """Return the member's posts that this reader may see, newest first, 30 a page."""
    query = (
        select_listed_posts(person)
        .where(Post.author_id == member.id)
        .with_only_columns(
            Post.thread_id,
            Thread.slug,
            Thread.title,
            Thread.category_id,
            Post.number,
            Post.text,
            Post.created_at,
        )
        .order_by(Post.created_at.desc(), Post.id.desc())
        .offset((page - 1) * POSTS_PER_PAGE)
        .limit(POSTS_PER_PAGE + 1)
    )
    rows = db.session.execute(query).all()
    lines = tuple(
        ActivityLine(
            row.thread_id,
            row.slug,
            row.title,
            row.category_id,
            row.number,
            excerpt(row.text, 240),
            row.created_at,
        )
        for row in rows[:POSTS_PER_PAGE]
    )
    return Activity(lines, Paging(page, len(rows) > POSTS_PER_PAGE))
