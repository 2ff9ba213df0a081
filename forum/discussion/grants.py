"""What a person's role and groups open in each category, and what is open to them by name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from forum.accounts.models import Group, GroupMember, Member, OrganisationMember
from forum.accounts.slots import grants_of_person, own_things_of_member
from forum.accounts.values import CategoryId, Grants, GroupId, Level, MemberId, OwnThings, Role
from forum.discussion.models import (
    BrokenGlass,
    CaseAnswer,
    Category,
    CategoryFacilitator,
    CategoryPermission,
    IgnoredMember,
    Post,
    Thread,
    ThreadGroup,
    ThreadPerson,
    Wall,
)
from forum.discussion.values.cases import Conflict
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.sets import among_these


@grants_of_person.fill
def grants_in_categories(member_id: MemberId, role: Role, groups: frozenset[GroupId]) -> Grants:
    """Return the best level of the person's groups per category, and what they facilitate.

    Who facilitates a category may do everything in it; a facilitator of the whole community
    looks after every category but those of circles that they are not in: there nobody has anything
    who is not in the circle, and its conveners look after it. Hosts get what their groups get, and
    no more.
    """
    circles = _circles_of_categories()
    ended = _categories_of_ended_circles() if circles else frozenset()
    if role is Role.GUEST:
        return _grants_of_guest(groups, circles)
    others = frozenset(id_ for id_, circle_id in circles.items() if circle_id not in groups)
    convening = select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, GroupMember.is_convener, GroupMember.holds(now())
    )
    convened_groups = set(db.session.scalars(convening)) if circles else set()
    convened = frozenset(id_ for id_, circle_id in circles.items() if circle_id in convened_groups)
    best = (
        select(CategoryPermission.category_id, func.max(CategoryPermission.level))
        .where(CategoryPermission.group_id.in_(groups))
        .group_by(CategoryPermission.category_id)
    )
    levels = {CategoryId(id_): Level(level) for id_, level in db.session.execute(best)}
    own = select(CategoryFacilitator.category_id).where(CategoryFacilitator.member_id == member_id)
    facilitated = frozenset(CategoryId(id_) for id_ in db.session.scalars(own))
    looked_after = set(facilitated | convened)
    if role is Role.FACILITATOR:
        looked_after |= {CategoryId(id_) for id_ in db.session.scalars(select(Category.id))}
    levels.update(dict.fromkeys(looked_after, Level.START))
    # Where a circle has ended nobody writes any more, its conveners neither.
    levels.update({id_: min(levels[id_], Level.SEE) for id_ in ended & levels.keys()})
    return Grants(
        {id_: level for id_, level in levels.items() if id_ not in others},
        facilitated - others,
        convened=convened,
        of_other_circles=others,
    )


def _grants_of_guest(groups: frozenset[GroupId], circles: dict[CategoryId, GroupId]) -> Grants:
    """Return what a guest has: categories of circles they are in, where they start nothing."""
    own = frozenset(id_ for id_, circle_id in circles.items() if circle_id in groups)
    levels = select(CategoryPermission.category_id, CategoryPermission.level).where(
        CategoryPermission.group_id.in_(groups), CategoryPermission.category_id.in_(own)
    )
    found = db.session.execute(levels) if own else ()
    return Grants(
        {CategoryId(id_): min(Level(level), Level.REPLY) for id_, level in found},
        of_other_circles=frozenset(circles) - own,
    )


def _circles_of_categories() -> dict[CategoryId, GroupId]:
    query = select(Category.id, Category.circle_id).where(Category.circle_id.is_not(None))
    rows = db.session.execute(query)
    return {CategoryId(id_): GroupId(circle_id) for id_, circle_id in rows if circle_id}


def _categories_of_ended_circles() -> frozenset[CategoryId]:
    query = select(Category.id).join(Group, Group.id == Category.circle_id)
    rows = db.session.scalars(query.where(Group.ended_at.is_not(None)))
    return frozenset(CategoryId(id_) for id_ in rows)


@own_things_of_member.fill
def own_things(member_id: MemberId, groups: frozenset[GroupId]) -> OwnThings:
    """Return the threads that are open to the member or one of their groups by name.

    Who has left a thread is out, whichever group of theirs is in. So is who came into the group by
    their own hand alone, as a host can: running the place gives no right to read. And so is whom a
    wall keeps out, of what break-glass opens for a time, too, and who has not answered yet whether they
    have a conflict with a case. A visit that has ended opens nothing; what ends by itself says when.
    Together with the threads come the members that this one ignores.
    """
    facts = (Thread.is_reserved, Thread.author_id, Category.is_for_cases)
    lasts = or_(ThreadPerson.until.is_(None), ThreadPerson.until > now())
    own = select(ThreadPerson.thread_id, ThreadPerson.left_at, ThreadPerson.until, *facts)
    own = own.where(lasts).join(Thread, Thread.id == ThreadPerson.thread_id)
    own = own.outerjoin(Category, Category.id == Thread.category_id)
    by_name = db.session.execute(own.where(ThreadPerson.member_id == member_id)).all()
    by_own_hand = select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, GroupMember.by_own_hand
    )
    in_group = select(ThreadGroup.thread_id, *facts)
    in_group = in_group.join(Thread, Thread.id == ThreadGroup.thread_id).outerjoin(
        Category, Category.id == Thread.category_id
    )
    # A guest of a circle meets what is the circle's own, and neither its cases nor its conversations
    # nor what was opened to it elsewhere.
    is_guest = select(Member.id).where(Member.id == member_id, Member.role == Role.GUEST).exists()
    by_group = db.session.execute(
        in_group.where(
            ThreadGroup.group_id.in_(groups),
            ThreadGroup.group_id.not_in(by_own_hand),
            or_(~is_guest, (Category.circle_id == ThreadGroup.group_id) & ~Category.is_for_cases),
        )
    ).all()
    walled = frozenset(db.session.scalars(_select_walled_threads(member_id)))
    left = {row.thread_id for row in by_name if row.left_at is not None}
    opened = {row.thread_id: row for row in (*by_name, *by_group)}
    kept = opened.keys() - left - walled
    cases = {id_ for id_ in kept if opened[id_].is_for_cases and opened[id_].author_id != member_id}
    asked = cases - _answered(member_id, cases) if cases else frozenset()
    kept -= asked
    glass = db.session.execute(_select_by_glass(member_id)).all()
    by_glass = frozenset(row.thread_id for row in glass) - kept - walled
    asked -= by_glass
    ignored = select(IgnoredMember.ignored_id).where(IgnoredMember.member_id == member_id)
    return OwnThings(
        opened=frozenset(kept) | by_glass,
        reserved=frozenset(id_ for id_ in kept if opened[id_].is_reserved),
        walled=walled,
        asked=frozenset(asked),
        ignored=frozenset(db.session.scalars(ignored)),
        by_glass=by_glass,
        ends_at=min((row.until for row in (*glass, *by_name) if row.until), default=None),
    )


def _select_by_glass(member_id: int) -> Select[int, datetime]:
    """Select the threads that break-glass opens to a host at this moment: never a conversation."""
    return (
        select(BrokenGlass.thread_id, BrokenGlass.until)
        .join(Thread, Thread.id == BrokenGlass.thread_id)
        .join(Member, Member.id == BrokenGlass.member_id)
        .where(
            BrokenGlass.member_id == member_id,
            BrokenGlass.until > now(),
            Member.role == Role.HOST,
            Thread.category_id.is_not(None),
        )
    )


def _answered(member_id: int, cases: Collection[int]) -> set[int]:
    """Return those of the cases that the member has answered for, or has written in already."""
    answered = select(CaseAnswer.thread_id).where(
        CaseAnswer.member_id == member_id, CaseAnswer.answer == Conflict.NONE
    )
    wrote = select(Post.thread_id).where(
        Post.author_id == member_id, among_these(Post.thread_id, sorted(cases))
    )
    return {*db.session.scalars(answered), *db.session.scalars(wrote.distinct())}


def _select_walled_threads(member_id: int) -> Select[int]:
    """Select the threads that a wall keeps from the member: by name, or by an organisation."""
    organisations = select(OrganisationMember.organisation_id).where(
        OrganisationMember.member_id == member_id
    )
    is_meant = or_(Wall.member_id == member_id, Wall.organisation_id.in_(organisations))
    return select(Wall.thread_id).where(is_meant)
