"""Helping a member back in who has lost password and address: begun, agreed to, stopped, done."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.checks import check_email
from forum.accounts.letters import post_letter, tell
from forum.accounts.models import Confirmation, Member
from forum.accounts.operations.confirmations import new_confirmation
from forum.accounts.recovery.events import (
    RecoveryAgreed,
    RecoveryBegun,
    RecoveryLinkSent,
    RecoveryStopped,
)
from forum.accounts.recovery.models import Recovery
from forum.accounts.recovery.queries import find_open_recovery
from forum.accounts.recovery.rules import may_agree, may_begin_recovery, may_stop
from forum.accounts.recovery.values import LINK_LASTS, SEALED_FOR, WAITS, Ending
from forum.accounts.values import Person, Purpose, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.sealing import seal
from forum.kernel.text import fold
from forum.kernel.times import full_time
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

BEGUN = "This was begun already, and has not ended."


def begin_recovery(member: Member, *, email: str, because: str, by: Person) -> Recovery:
    """Begin to help a member back in at a new address; a second person has to agree.

    The member is told at the address that they had, and can stop it.
    """
    require(may_begin_recovery(by, member))
    email, because = check_email(email), need_reason(because)
    if find_open_recovery(member.id) is not None:
        raise Invalid("form", BEGUN)
    if db.session.scalar(select(Member.id).where(Member.email_key == fold(email))):
        raise Invalid("email", "This address belongs to a member already.")
    recovery = Recovery(
        member_id=member.id,
        email=email,
        because=because,
        begun_by_id=by.member_id,
        begun_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(recovery)
    except IntegrityError:
        raise Invalid("form", BEGUN) from None
    announce(
        RecoveryBegun(recovery_id=recovery.id, member_id=member.id, by_id=by.id, because=because)
    )
    _tell(recovery, member, "recovery_begun", host=by.name)
    return recovery


def agree_to_recovery(recovery: Recovery, *, by: Person) -> datetime:
    """Be the second of the two. Returns when the link will be sent, unless the member stops it."""
    db.session.refresh(recovery, with_for_update=True)
    require(may_agree(by, recovery))
    ripe_at = now() + WAITS
    recovery.agreed_by_id, recovery.ripe_at = by.member_id, ripe_at
    enqueue("accounts.recovery", {"id": recovery.id}, at=ripe_at)
    announce(RecoveryAgreed(recovery_id=recovery.id, member_id=recovery.member_id, by_id=by.id))
    member = db.session.get_one(Member, recovery.member_id)
    when = full_time(ripe_at, member.timezone)
    _tell(recovery, member, "recovery_agreed", colleague=by.name, when=when)
    return ripe_at


def stop_recovery(recovery: Recovery, *, by: Person) -> None:
    """Stop a recovery: the member does, or one who looks after it."""
    db.session.refresh(recovery, with_for_update=True)
    require(may_stop(by, recovery))
    is_own = by.id == recovery.member_id
    _end(recovery, Ending.STOPPED if is_own else Ending.WITHDRAWN, by_id=by.id)


def stop_for_member(recovery: Recovery) -> None:
    """Stop a recovery because the member has shown that they can still come in or read letters."""
    db.session.refresh(recovery, with_for_update=True)
    if recovery.ended_at is None:
        _end(recovery, Ending.STOPPED, by_id=recovery.member_id)


def note_presence(member_id: int) -> None:
    """Let a member who comes in need no recovery: neither one that waits, nor its link."""
    recovery = find_open_recovery(member_id)
    if recovery is not None:
        stop_for_member(recovery)
    db.session.execute(
        delete(Confirmation).where(
            Confirmation.member_id == member_id,
            Confirmation.purpose == Purpose.PASSWORD,
            Confirmation.email.is_not(None),
        )
    )


def finish_recovery(recovery_id: int) -> bool:
    """Send the link once the time is over; False when the recovery was stopped."""
    recovery = db.session.get(Recovery, recovery_id, with_for_update=True)
    if recovery is None or recovery.ended_at is not None:
        return False
    member = db.session.get_one(Member, recovery.member_id)
    if recovery.ripe_at is None or recovery.ripe_at > now():
        return False
    if member.standing is not Standing.ACTIVE:
        _end(recovery, Ending.WITHDRAWN, by_id=None)
        return False
    recovery.ended_at, recovery.ending = now(), Ending.SENT
    secret = new_confirmation(member, Purpose.PASSWORD, lasts=LINK_LASTS, email=recovery.email)
    post_letter("recovery_link", recovery.email, member=member, secret=secret)
    announce(RecoveryLinkSent(recovery_id=recovery.id, member_id=member.id))
    return True


def _end(recovery: Recovery, ending: Ending, *, by_id: int | None) -> None:
    recovery.ended_at, recovery.ending = now(), ending
    announce(RecoveryStopped(recovery_id=recovery.id, member_id=recovery.member_id, by_id=by_id))


def _tell(recovery: Recovery, member: Member, name: str, **values: object) -> None:
    tell(member, name, token=seal(str(recovery.id), SEALED_FOR), **values)
