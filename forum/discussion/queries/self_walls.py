"""Walls that members raised for themselves: for them, and for those who decide about a wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.values import PairOutcome
from forum.accounts.values import Person
from forum.discussion.models import Thread, Wall
from forum.discussion.rules import (
    may_decide_conflict,
    may_see_thread,
    may_take_conflict_back,
    reads_by_glass,
)
from forum.discussion.values import MemberCard
from forum.discussion.values.labels import WallKind
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require

KIND = "take_conflict_back"
"""The act of two by which a wish is granted; it is about the wall."""
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member asked for, as the facilitators read it who decide."""

    wall_id: int
    member: MemberCard
    made_at: datetime
    wished_at: datetime
    words: str
    address: str
    """Where the case is, for a facilitator who reads it; empty for others."""
    title: str


def list_own_walls(person: Person) -> Sequence[Wall]:
    """Return the walls that the person raised for themselves, the newest first."""
    query = select(Wall).where(Wall.member_id == person.member_id, Wall.kind == WallKind.SELF)
    return db.session.scalars(query.order_by(Wall.id.desc())).all()


def get_own_wall(wall_id: int, *, by: Person) -> Wall:
    """Return a wall that the person raised for themselves, locked for a change. Raises NotFound."""
    wall = _get(wall_id)
    if may_take_conflict_back(by, wall).is_hidden:
        raise NotFound
    return wall


def get_wished_wall(wall_id: int, *, by: Person) -> Wall:
    """Return a wall about which the person may decide, locked for a change. Raises NotFound."""
    wall = _get(wall_id)
    require(may_decide_conflict(by, db.session.get_one(Thread, wall.thread_id), wall))
    return wall


def list_wishes(person: Person) -> list[Wish]:
    """Return what waits for this facilitator, the oldest first."""
    if not person.is_community_facilitator:
        return []
    query = (
        select(Wall, Thread, Member)
        .join(Thread, Thread.id == Wall.thread_id)
        .join(Member, Member.id == Wall.member_id)
        .where(Wall.wished_at.is_not(None))
        .order_by(Wall.wished_at, Wall.id)
    )
    return [
        _wish(wall, thread, member, person)
        for wall, thread, member in db.session.execute(query)
        if may_decide_conflict(person, thread, wall)
    ]


def titles_opened_again(person: Person) -> list[tuple[Thread, datetime]]:
    """Return the person's own cases that somebody was let into again of late, and never whom."""
    query = (
        select(PairAct.details, PairAct.decided_at)
        .where(
            PairAct.kind == KIND,
            PairAct.outcome == PairOutcome.CONFIRMED,
            PairAct.decided_at > now() - TOLD_FOR,
        )
        .order_by(PairAct.id.desc())
    )
    found = []
    for details, decided_at in db.session.execute(query):
        thread = db.session.get(Thread, details["thread"])
        if thread is not None and thread.author_id == person.id and may_see_thread(person, thread):
            found.append((thread, decided_at))
    return found


def _wish(wall: Wall, thread: Thread, member: Member, person: Person) -> Wish:
    reads = may_see_thread(person, thread) and not reads_by_glass(person, thread)
    return Wish(
        wall.id,
        MemberCard(member.id, member.handle, member.name, member.picture),
        wall.made_at,
        wall.wished_at or wall.made_at,
        wall.wish,
        link_to(thread) if reads else "",
        thread.title if reads else "",
    )


def _get(wall_id: int) -> Wall:
    query = select(Wall).where(Wall.id == wall_id)
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    wall = db.session.scalar(query)
    if wall is None:
        raise NotFound
    return wall
