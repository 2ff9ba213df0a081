"""What a person's role and groups open in each category."""

from sqlalchemy import func, select

from forum.accounts.slots import grants_of_person
from forum.accounts.values import CategoryId, Grants, GroupId, Level, MemberId, Role
from forum.discussion.models import Category, CategoryFacilitator, CategoryPermission
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
