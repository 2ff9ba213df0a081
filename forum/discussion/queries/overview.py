"""The newest threads of each category, for the list of categories."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import select_listed_threads
from forum.kernel.db import db

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Newest:
    """A thread in the list of categories."""

    id: int
    slug: str
    title: str
    last_posted_at: datetime
    last_number: int


@dataclass(frozen=True, slots=True)
class CategoryLatest:
    """How many threads a category has, and its newest ones."""

    count: int
    newest: tuple[Newest, ...]


def latest_by_category(person: Person) -> dict[int, CategoryLatest]:
    """Return the newest threads and the count of threads by category, as this person sees them."""
    place = func.row_number().over(
        partition_by=Thread.category_id, order_by=(Thread.last_posted_at.desc(), Thread.id.desc())
    )
    threads = func.count().over(partition_by=Thread.category_id)
    numbered = (
        select_listed_threads(person)
        .with_only_columns(
            Thread.id,
            Thread.slug,
            Thread.title,
            Thread.category_id,
            Thread.last_posted_at,
            Thread.last_number,
            place.label("place"),
            threads.label("threads"),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(numbered).where(numbered.c.place <= SHOWN).order_by(numbered.c.place)
    )
    found: dict[int, CategoryLatest] = {}
    for row in rows:
        newest = Newest(row.id, row.slug, row.title, row.last_posted_at, row.last_number)
        before = found.get(row.category_id, CategoryLatest(row.threads, ()))
        found[row.category_id] = CategoryLatest(row.threads, (*before.newest, newest))
    return found
