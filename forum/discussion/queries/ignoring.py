"""Whom members ignore."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import IgnoredMember
from forum.discussion.values import MemberCard
from forum.kernel.db import db


def ignorers_of(member_id: int) -> frozenset[int]:
    """Return the members who ignore this one, and are told nothing of what they do.

    For the makers of notifications only: nobody is ever shown who ignores them.
    """
    query = select(IgnoredMember.member_id).where(IgnoredMember.ignored_id == member_id)
    return frozenset(db.session.scalars(query))


def list_ignored(person: Person) -> Sequence[MemberCard]:
    """Return the members whom the person ignores, the latest first."""
    query = (
        select(Member.id, Member.handle, Member.name, Member.picture)
        .join(IgnoredMember, IgnoredMember.ignored_id == Member.id)
        .where(IgnoredMember.member_id == person.member_id)
        .order_by(IgnoredMember.since.desc(), Member.id)
    )
    return [MemberCard(*row) for row in db.session.execute(query)]
