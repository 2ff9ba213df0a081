"""Reads of members and groups."""

from sqlalchemy import select

from forum.accounts.models import Group
from forum.accounts.values import AutomaticGroup
from forum.kernel.db import db


def automatic_group(name: AutomaticGroup) -> Group:
    """Return one of the groups that follow from roles."""
    return db.session.scalars(
        select(Group).where(Group.is_automatic, Group.name_key == str(name))
    ).one()
