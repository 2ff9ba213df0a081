"""Reads of the rules and their versions."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from forum.accounts.agreement.models import Rule, RulesRead, RulesVersion
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.kernel.db import db, get_row


def current_version() -> RulesVersion | None:
    """Return the version that holds; None before the first one."""
    query = select(RulesVersion).order_by(RulesVersion.id.desc()).limit(1)
    return db.session.scalars(query.options(selectinload(RulesVersion.rules))).one_or_none()


def current_rules() -> Sequence[Rule]:
    """Return the rules that hold, by their numbers."""
    version = current_version()
    return version.rules if version else []


def get_version(version_id: int) -> RulesVersion:
    """Return a version of the rules. Raises NotFound."""
    return get_row(RulesVersion, version_id)


def list_versions() -> Sequence[RulesVersion]:
    """Return all versions, the newest first."""
    return db.session.scalars(select(RulesVersion).order_by(RulesVersion.id.desc())).all()


def find_unread_version(person: Person) -> RulesVersion | None:
    """Return the version that holds, if it is younger than the person's being here and not read."""
    newest = select(func.max(RulesVersion.id)).scalar_subquery()
    joined = select(Member.joined_at).where(Member.id == person.member_id).scalar_subquery()
    is_read = exists().where(
        RulesRead.version_id == RulesVersion.id, RulesRead.member_id == person.member_id
    )
    query = select(RulesVersion).where(RulesVersion.id == newest, RulesVersion.made_at > joined)
    return db.session.scalar(query.where(~is_read))
