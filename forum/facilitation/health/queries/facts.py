"""The facts of a window: only from threads that every member may read.

Nothing of circles, conversations, reserved threads (and so of every thread with a wall), cases,
threads that have expired, and withdrawn posts is counted; nor what guests, pseudonyms and authors
from archives wrote. So the figures are the same for all readers, and tell of no hidden place.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from forum.accounts.models import Member
from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level, Role, Standing
from forum.discussion.models import (
    Category,
    CategoryFacilitator,
    CategoryPermission,
    Post,
    Thread,
)
from forum.discussion.queries.threads import is_alive
from forum.discussion.slots import who_steered
from forum.facilitation.health.facts import Facts, Said
from forum.facilitation.health.models import DayOff, RoleGroup, RoleGroupChoice, WorkingWeek
from forum.facilitation.health.values import Measure, Window, WorkingDays
from forum.kernel.db import AnySelect, db

NOBODY = (Standing.PLACEHOLDER, Standing.PSEUDONYM)
"""Standings of those who are no person here, or whose author nobody may know."""


def facts_of(window: Window) -> Facts:
    """Return the facts of twelve weeks."""
    return Facts(
        window=window,
        people=_people(window),
        said=_said(window),
        newcomers=first_posts(),
        facilitators=_facilitators(),
        closed=_closed(window),
        days=working_days(),
        steering={
            Measure(str(one.steering)): frozenset(one.member_ids)
            for fill in who_steered
            for one in fill(window.starts_at, window.ends_at)
        },
    )


def has_posts(window: Window) -> bool:
    """Tell whether anything was written in the window that can be counted."""
    within = (Post.created_at >= window.starts_at, Post.created_at < window.ends_at)
    return db.session.scalar(only_counted(select(Post.id)).where(*within).limit(1)) is not None


def working_days() -> WorkingDays:
    """Return the days on which the community works."""
    week = db.session.scalar(select(WorkingWeek))
    off = frozenset(db.session.scalars(select(DayOff.day)))
    return WorkingDays(frozenset(week.weekdays), off) if week else WorkingDays(days_off=off)


def only_counted(query: AnySelect) -> AnySelect:
    """Narrow a query of posts to those that are counted, whenever they were written."""
    joined = query.join(Thread, Thread.id == Post.thread_id)
    joined = joined.join(Member, Member.id == Post.author_id)
    is_person = (Member.standing.not_in(NOBODY), Member.role != Role.GUEST)
    return joined.where(Post.withdrawn_at.is_(None), *is_person, *_open_to_all())


def first_posts() -> frozenset[int]:
    """Return the first post of everybody who ever wrote here."""
    rank = func.row_number().over(partition_by=Post.author_id, order_by=(Post.created_at, Post.id))
    ranked = only_counted(select(Post.id, rank.label("rank"))).subquery()
    return frozenset(db.session.scalars(select(ranked.c.id).where(ranked.c.rank == 1)))


def _open_to_all() -> tuple[ColumnElement[bool], ...]:
    """Ask whether every member may read a thread."""
    members = automatic_group(AutomaticGroup.MEMBERS).id
    seen = select(CategoryPermission.category_id).where(
        CategoryPermission.group_id == members, CategoryPermission.level >= Level.SEE
    )
    places = select(Category.id).where(
        Category.id.in_(seen), Category.circle_id.is_(None), ~Category.is_for_cases
    )
    return (Thread.category_id.in_(places), ~Thread.is_reserved, is_alive())


def _people(window: Window) -> dict[int, str]:
    query = (
        select(Member.id, func.coalesce(RoleGroup.name, "").label("role_group"))
        .outerjoin(RoleGroupChoice, RoleGroupChoice.member_id == Member.id)
        .outerjoin(RoleGroup, RoleGroup.id == RoleGroupChoice.role_group_id)
        .where(
            Member.standing == Standing.ACTIVE,
            Member.role != Role.GUEST,
            Member.joined_at < window.ends_at,
        )
    )
    return {row.id: row.role_group for row in db.session.execute(query)}


def _said(window: Window) -> Sequence[Said]:
    """Return the posts of the window, and what came after it while it could still be an answer."""
    query = only_counted(
        select(
            Post.id,
            Post.thread_id,
            Post.author_id,
            Post.parent_id,
            Post.number,
            Post.language,
            Post.created_at,
            Thread.author_id.label("beginner_id"),
            Thread.created_at.label("begun_at"),
        )
    )
    within = (Post.created_at >= window.starts_at, Post.created_at < window.counted_at)
    rows = db.session.execute(query.where(*within).order_by(Post.created_at, Post.id))
    return [
        Said(
            row.id,
            row.thread_id,
            row.author_id,
            row.created_at,
            row.parent_id,
            begins=row.author_id == row.beginner_id and row.created_at == row.begun_at,
            language=row.language,
        )
        for row in rows
    ]


def _closed(window: Window) -> dict[int, datetime]:
    query = select(Thread.id, Thread.closed_at).where(
        Thread.closed_at.is_not(None), Thread.created_at >= window.starts_at
    )
    return {id_: at for id_, at in db.session.execute(query) if at is not None}


def _facilitators() -> frozenset[int]:
    """Return who facilitates the community, or a category that is no circle's."""
    tasked = (
        select(CategoryFacilitator.member_id)
        .join(Category, Category.id == CategoryFacilitator.category_id)
        .where(Category.circle_id.is_(None))
    )
    who = or_(Member.role == Role.FACILITATOR, Member.id.in_(tasked))
    return frozenset(db.session.scalars(select(Member.id).where(who)))
