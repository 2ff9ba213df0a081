"""Archives of many threads: only what every member can read, and what is not to stay here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from forum.accounts.keeping import AT_ONCE, plainly
from forum.accounts.models import Group, Member
from forum.accounts.slots import BulkSource
from forum.accounts.values import AutomaticGroup, Person
from forum.discussion.models import Category, CategoryPermission, Post, Thread
from forum.discussion.queries.threads import select_listed_posts
from forum.discussion.values.labels import Reuse
from forum.kernel.db import db


def many_threads() -> BulkSource:
    """Say what two people may export together."""
    return BulkSource(open_categories, _documents)


def open_categories() -> Sequence[tuple[int, str]]:
    """Return the categories that every member can read, by id and name."""
    everyone = select(Group.id).where(
        Group.is_automatic, Group.name_key == str(AutomaticGroup.MEMBERS)
    )
    query = (
        select(Category.id, Category.name)
        .join(CategoryPermission, CategoryPermission.category_id == Category.id)
        .where(
            CategoryPermission.group_id.in_(everyone),
            # What is a circle's is never every member's, whatever its levels say.
            Category.circle_id.is_(None),
        )
        .order_by(Category.position, Category.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def _documents(
    people: Sequence[Person], category_id: int | None
) -> Iterable[tuple[str, str, Iterable[Mapping[str, Any]]]]:
    """Give a document for each category: what all of these people can read."""
    for id_, name in open_categories():
        if category_id in {None, id_}:
            yield f"category-{id_}", name, _posts(people, id_)


def _posts(people: Sequence[Person], category_id: int) -> Iterator[Mapping[str, Any]]:
    last = 0
    shown = (
        Post.id,
        Post.thread_id,
        Thread.title,
        Post.number,
        Member.name.label("author"),
        Member.handle,
        Post.created_at,
        Post.raw,
    )
    while True:
        first, *others = people
        query = select_listed_posts(first).join(Member, Member.id == Post.author_id)
        for other in others:
            theirs = select_listed_posts(other).with_only_columns(Post.id)
            query = query.where(Post.id.in_(theirs))
        query = query.where(
            Thread.category_id == category_id,
            ~Thread.is_reserved,
            Thread.reuse != Reuse.NOTHING,
            or_(Post.reuse.is_(None), Post.reuse != Reuse.NOTHING),
            Post.id > last,
        )
        found = query.with_only_columns(*shown).order_by(Post.id).limit(AT_ONCE)
        rows = db.session.execute(found).all()
        if not rows:
            return
        for row in rows:
            yield {name: plainly(value) for name, value in row._mapping.items()}  # noqa: SLF001
        last = rows[-1].id
