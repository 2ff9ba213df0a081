"""Whom walls keep out of a thread, for rules and operations: never to be shown to readers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import OrganisationMember
from forum.accounts.slots import Figure
from forum.discussion.models import CaseAnswer, Category, Post, Thread, Wall
from forum.discussion.values.cases import Conflict
from forum.kernel.db import db


def walled_members(thread_id: int) -> frozenset[int]:
    """Return the members whom walls keep out of the thread, those of organisations among them."""
    by_name = select(Wall.member_id).where(Wall.thread_id == thread_id, Wall.member_id.is_not(None))
    by_organisation = select(OrganisationMember.member_id).join(
        Wall, Wall.organisation_id == OrganisationMember.organisation_id
    )
    found = {id_ for id_ in db.session.scalars(by_name) if id_ is not None}
    found |= set(db.session.scalars(by_organisation.where(Wall.thread_id == thread_id)))
    return frozenset(found)


def has_walls(thread_id: int) -> bool:
    """Tell whether anybody is kept out of the thread."""
    query = select(Wall.id).where(Wall.thread_id == thread_id)
    return db.session.scalar(query.limit(1)) is not None


def members_of_organisations(organisation_ids: Collection[int]) -> set[int]:
    """Return the members of these organisations."""
    query = select(OrganisationMember.member_id)
    where = OrganisationMember.organisation_id.in_(organisation_ids)
    return set(db.session.scalars(query.where(where)))


def find_wall(thread_id: int, member_id: int | None, organisation_id: int | None) -> Wall | None:
    """Return the wall that keeps this member, or this organisation, out of the thread."""
    query = select(Wall).where(
        Wall.thread_id == thread_id,
        Wall.member_id == member_id if member_id else Wall.organisation_id == organisation_id,
    )
    return db.session.scalar(query)


def walled_threads_of(organisation_id: int) -> list[int]:
    """Return the threads that the members of an organisation are kept out of."""
    query = select(Wall.thread_id).where(Wall.organisation_id == organisation_id)
    return list(db.session.scalars(query))


def is_case(thread_id: int) -> bool:
    """Tell whether readers of the thread are asked about conflicts first."""
    query = select(Category.is_for_cases).join(Thread, Thread.category_id == Category.id)
    return bool(db.session.scalar(query.where(Thread.id == thread_id)))


def answered_by(thread_id: int) -> frozenset[int]:
    """Return the members to whom a case was opened: who answered, and who wrote in it."""
    answered = select(CaseAnswer.member_id).where(
        CaseAnswer.thread_id == thread_id, CaseAnswer.answer == Conflict.NONE
    )
    wrote = select(Post.author_id).where(Post.thread_id == thread_id)
    author = select(Thread.author_id).where(Thread.id == thread_id)
    return frozenset(db.session.scalars(answered.union(wrote, author)))


def count_walls(begins: datetime, ends: datetime) -> Sequence[Figure]:
    """Count the walls that were raised in a time and stand, in steps of five, for its note."""
    query = select(func.count(Wall.id)).where(Wall.made_at >= begins, Wall.made_at < ends)
    return [Figure("Walls that keep somebody out of a thread", db.session.scalar(query) or 0, True)]
