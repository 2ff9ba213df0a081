"""Reads of members and groups."""

from sqlalchemy import select

from forum.accounts.models import Group, Member
from forum.accounts.values import AutomaticGroup, Person
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.text import fold


def automatic_group(name: AutomaticGroup) -> Group:
    """Return one of the groups that follow from roles."""
    return db.session.scalars(
        select(Group).where(Group.is_automatic, Group.name_key == str(name))
    ).one()


def get_member(handle: str, *, by: Person) -> Member:
    """Return the member with this handle. Raises NotFound."""
    member = db.session.scalar(select(Member).where(Member.handle_key == fold(handle)))
    if member is None or not (by.is_member or by.is_system):
        raise NotFound
    return member


def list_groups() -> list[Group]:
    """Return all groups, the automatic ones first."""
    query = select(Group).order_by(Group.is_automatic.desc(), Group.name_key)
    return list(db.session.scalars(query))
