"""Recoveries, for those whom they concern."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.accounts.recovery.models import Recovery
from forum.accounts.recovery.rules import may_see_recovery
from forum.accounts.recovery.values import SEALED_FOR, RecoveryCard
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.sealing import unseal
from forum.kernel.verdicts import require


def get_recovery(recovery_id: int, *, by: Person) -> Recovery:
    """Return a recovery that concerns the person. Raises NotFound."""
    recovery = get_row(Recovery, recovery_id)
    require(may_see_recovery(by, recovery))
    return recovery


def find_open_recovery(member_id: int) -> Recovery | None:
    """Return the recovery of the member that has not ended."""
    query = select(Recovery).where(Recovery.member_id == member_id, Recovery.ended_at.is_(None))
    return db.session.scalars(query).one_or_none()


def find_recovery_to_stop(token: str) -> Recovery | None:
    """Return the recovery that the link in a letter stops, while it has not ended."""
    id_ = unseal(token, SEALED_FOR) if token.isascii() and len(token) < 300 else None
    recovery = db.session.get(Recovery, int(id_)) if id_ else None
    return recovery if recovery is not None and recovery.ended_at is None else None


def open_recoveries(person: Person) -> Sequence[Recovery]:
    """Return the recoveries that have not ended and concern the person, oldest first."""
    if not person.is_member:
        return ()
    query = select(Recovery).where(Recovery.ended_at.is_(None)).options(joinedload(Recovery.member))
    if not person.is_host and not person.is_community_facilitator:
        query = query.where(Recovery.member_id == person.id)
    return db.session.scalars(query.order_by(Recovery.id)).all()


def card_of(recovery: Recovery) -> RecoveryCard:
    """Return a recovery as pages show it."""
    return RecoveryCard(
        id=recovery.id,
        member_id=recovery.member_id,
        handle=recovery.member.handle,
        name=recovery.member.name,
        email=recovery.email,
        because=recovery.because,
        begun_by=recovery.begun_by.name,
        begun_at=recovery.begun_at,
        agreed_by=recovery.agreed_by.name if recovery.agreed_by else "",
        ripe_at=recovery.ripe_at,
        ending=recovery.ending,
        ended_at=recovery.ended_at,
        others=_count_others(recovery),
    )


def _count_others(recovery: Recovery) -> int:
    """Return how many people could be the second."""
    query = select(func.count()).where(
        Member.role.in_([Role.HOST, Role.FACILITATOR]),
        Member.standing == Standing.ACTIVE,
        Member.id.not_in([recovery.begun_by_id, recovery.member_id]),
        or_(Member.suspended_until.is_(None), Member.suspended_until <= now()),
    )
    return db.session.scalar(query.select_from(Member)) or 0
