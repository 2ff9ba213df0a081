"""What a person's role and groups open in each category, and what is open to them by name."""

from sqlalchemy import func, select

from forum.accounts.models import GroupMember
from forum.accounts.slots import grants_of_person, own_things_of_member
from forum.accounts.values import CategoryId, Grants, GroupId, Level, MemberId, OwnThings, Role
from forum.discussion.models import (
    Category,
    CategoryFacilitator,
    CategoryPermission,
    IgnoredMember,
    ThreadGroup,
    ThreadPerson,
)
from forum.kernel.db import db


@grants_of_person.fill
def grants_in_categories(member_id: MemberId, role: Role, groups: frozenset[GroupId]) -> Grants:
    """Return the best level of the person's groups per category, and what they facilitate.

    Who facilitates a category may do everything in it; a facilitator of the whole community
    looks after every category. Hosts get what their groups get, and no more.
    """
    best = (
        select(CategoryPermission.category_id, func.max(CategoryPermission.level))
        .where(CategoryPermission.group_id.in_(groups))
        .group_by(CategoryPermission.category_id)
    )
    levels = {CategoryId(id_): Level(level) for id_, level in db.session.execute(best)}
    own = select(CategoryFacilitator.category_id).where(CategoryFacilitator.member_id == member_id)
    facilitated = frozenset(CategoryId(id_) for id_ in db.session.scalars(own))
    looked_after = set(facilitated)
    if role is Role.FACILITATOR:
        looked_after |= {CategoryId(id_) for id_ in db.session.scalars(select(Category.id))}
    levels.update(dict.fromkeys(looked_after, Level.START))
    return Grants(levels, facilitated)


@own_things_of_member.fill
def own_things(member_id: MemberId, groups: frozenset[GroupId]) -> OwnThings:
    """Return the threads that are open to the member or one of their groups by name.

    Who has left a thread is out, whichever group of theirs is in. So is who came into the group by
    their own hand alone, as a host can: running the place gives no right to read. Together with
    the threads come the members that this one ignores.
    """
    own = select(ThreadPerson.thread_id, ThreadPerson.left_at)
    by_name = db.session.execute(own.where(ThreadPerson.member_id == member_id)).all()
    by_own_hand = select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, GroupMember.by_own_hand
    )
    by_group = select(ThreadGroup.thread_id).where(
        ThreadGroup.group_id.in_(groups), ThreadGroup.group_id.not_in(by_own_hand)
    )
    ignored = select(IgnoredMember.ignored_id).where(IgnoredMember.member_id == member_id)
    opened = {row.thread_id for row in by_name} | set(db.session.scalars(by_group))
    left = {row.thread_id for row in by_name if row.left_at is not None}
    return OwnThings(frozenset(opened - left), frozenset(db.session.scalars(ignored)))
