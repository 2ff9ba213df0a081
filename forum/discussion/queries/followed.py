"""What a member follows or has muted, to be looked at and changed."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.following import Following
from forum.discussion.models import Tag, TagFollowing, Thread, ThreadFollowing, ThreadTag
from forum.discussion.queries.categories import visible_categories
from forum.discussion.queries.following import followings_of
from forum.discussion.queries.threads import select_visible_threads
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from forum.kernel.paging import Paging

FOLLOWED_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class FollowedCategory:
    """A category with what was chosen for it."""

    category: CategoryCard
    following: Following


@dataclass(frozen=True, slots=True)
class FollowedTag:
    """A tag with what was chosen for it."""

    name: str
    following: Following


@dataclass(frozen=True, slots=True)
class FollowedThread:
    """A thread with what was chosen for it, or came from writing in it."""

    id: int
    slug: str
    title: str
    following: Following
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class FollowedThreads:
    """One page of them."""

    threads: tuple[FollowedThread, ...]
    paging: Paging


def list_followed_categories(person: Person) -> list[FollowedCategory]:
    """Return the categories that the person has chosen something for, in their order."""
    chosen = followings_of(person).categories
    return [
        FollowedCategory(card, chosen[card.id])
        for card in visible_categories(person)
        if card.id in chosen
    ]


def list_followed_tags(person: Person) -> list[FollowedTag]:
    """Return the tags that the person has chosen something for.

    A tag that stands on no thread they may see any more is not told to exist.
    """
    visible = select_visible_threads(person).with_only_columns(Thread.id)
    is_seen = ThreadTag.thread_id.in_(visible) & (ThreadTag.tag_id == Tag.id)
    query = (
        select(Tag.name, TagFollowing.following)
        .join(TagFollowing, TagFollowing.tag_id == Tag.id)
        .where(
            TagFollowing.member_id == person.member_id, select(ThreadTag).where(is_seen).exists()
        )
        .order_by(Tag.name)
    )
    return [FollowedTag(row.name, Following(row.following)) for row in db.session.execute(query)]


def page_of_followed_threads(
    person: Person, *, following: Following | None = None, page: int = 1
) -> FollowedThreads:
    """Return the threads that the person follows or has muted, the newest choice first."""
    query = (
        select_visible_threads(person)
        .join(ThreadFollowing, ThreadFollowing.thread_id == Thread.id)
        .where(ThreadFollowing.member_id == person.member_id)
        .with_only_columns(
            Thread.id,
            Thread.slug,
            Thread.title,
            ThreadFollowing.following,
            ThreadFollowing.is_automatic,
        )
        .order_by(ThreadFollowing.changed_at.desc(), Thread.id.desc())
        .offset((page - 1) * FOLLOWED_PER_PAGE)
        .limit(FOLLOWED_PER_PAGE + 1)
    )
    if following is not None:
        query = query.where(ThreadFollowing.following == int(following))
    rows = db.session.execute(query).all()
    shown = tuple(
        FollowedThread(row.id, row.slug, row.title, Following(row.following), row.is_automatic)
        for row in rows[:FOLLOWED_PER_PAGE]
    )
    return FollowedThreads(shown, Paging(page, len(rows) > FOLLOWED_PER_PAGE))
