"""Silencing and suspending members, until a moment and with a reason that they are told."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.events import (
    MemberSilenced,
    MemberSuspended,
    SilenceEnded,
    SuspensionEnded,
)
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.queue.operations import settle_item
from forum.accounts.rules import lasts, may_end_sanction, may_sanction
from forum.accounts.sanctions.events import SanctionRanOut
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.queries import find_running
from forum.accounts.sanctions.tokens import appeal_link
from forum.accounts.sanctions.values import APPEAL, AppealOutcome, SanctionKind
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import refused, require
from forum.kernel.wording import need_reason


def silence_member(member: Member, *, until: datetime, because: str, by: Person) -> None:
    """Let the member read but not write until a moment, and tell them why."""
    require(may_sanction(by, member))
    because = need_reason(because)
    _need_future(until)
    member.silenced_until, member.silenced_because = until, because
    lay(SanctionKind.SILENCE, member, until=until, because=because, by_id=by.id)
    announce(MemberSilenced(member_id=member.id, by_id=by.id, until=until, because=because))
    tell(member, "silenced", until=full_time(until, member.timezone), because=because)


def suspend_member(member: Member, *, until: datetime, because: str, by: Person) -> None:
    """Keep the member from signing in until a moment, sign them out, and tell them why."""
    require(may_sanction(by, member))
    because = need_reason(because)
    _need_future(until)
    suspend_until(member, until=until, because=because, by_id=by.id)
    shown = full_time(until, member.timezone)
    tell(member, "suspended", until=shown, because=because, link=appeal_link(member.id))


def suspend_until(member: Member, *, until: datetime, because: str, by_id: int | None) -> None:
    """Write a suspension; who may do so was asked before, and whoever calls it tells the member."""
    member.suspended_until, member.suspended_because = until, because
    lay(SanctionKind.SUSPENSION, member, until=until, because=because, by_id=by_id)
    end_sign_ins(member)
    announce(MemberSuspended(member_id=member.id, by_id=by_id, until=until, because=because))


def end_silence(member: Member, *, by: Person, because: str) -> bool:
    """Let the member write again; False when they may already."""
    require(may_end_sanction(by, member))
    if not lasts(member.silenced_until, now()):
        return False
    because = need_reason(because)
    end_row(find_running(member.id, SanctionKind.SILENCE), because=because, by_id=by.id)
    announce_end_of_silence(member, by_id=by.id, because=because)
    tell(member, "silence_ended", because=because)
    return True


def end_suspension(member: Member, *, by: Person, because: str) -> bool:
    """Let the member sign in again; False when they can already."""
    require(may_end_sanction(by, member))
    if not lasts(member.suspended_until, now()):
        return False
    because = need_reason(because)
    end_row(find_running(member.id, SanctionKind.SUSPENSION), because=because, by_id=by.id)
    announce_end_of_suspension(member, by_id=by.id, because=because)
    tell(member, "suspension_ended", because=because)
    return True


def announce_end_of_silence(member: Member, *, by_id: int | None, because: str) -> None:
    """Let the member write again; what becomes of the sanction's row is written elsewhere."""
    member.silenced_until, member.silenced_because = None, ""
    announce(SilenceEnded(member_id=member.id, by_id=by_id, because=because))


def announce_end_of_suspension(member: Member, *, by_id: int | None, because: str) -> None:
    """Let the member sign in again; what becomes of the sanction's row is written elsewhere."""
    member.suspended_until, member.suspended_because = None, ""
    announce(SuspensionEnded(member_id=member.id, by_id=by_id, because=because))


def lay(
    kind: SanctionKind,
    member: Member,
    *,
    until: datetime,
    because: str,
    by_id: int | None,
    second_id: int | None = None,
) -> Sanction:
    """Write the row of a sanction; one of the same kind that holds ends with it, and counts no more.

    Laying it anew is how a facilitator corrects a date: it must not look like a second time.
    """
    before = find_running(member.id, kind)
    if before is not None:
        if before.has_open_appeal:
            require(refused("The member has asked for another look at this, which waits."))
        before.counts = False
        end_row(before, because="", by_id=by_id)
    sanction = Sanction(
        member_id=member.id,
        kind=kind,
        begun_at=now(),
        until=until,
        by_id=by_id,
        second_id=second_id,
        because=because,
    )
    db.session.add(sanction)
    db.session.flush()
    return sanction


def end_row(sanction: Sanction | None, *, because: str, by_id: int | None) -> None:
    """Write that a sanction has ended; an appeal that waits has got what it asked for."""
    if sanction is None:
        return
    sanction.ended_at = now()
    if sanction.has_open_appeal:
        sanction.outcome, sanction.answer = AppealOutcome.LIFTED, because
        sanction.decided_at, sanction.decided_by_id = now(), by_id
        settle_item(APPEAL, sanction.id, "ended the sanction", by_id=by_id)
    db.session.flush()


def let_sanctions_run_out() -> int:
    """Take note of what has ended at its time, tell the members, and return how much that was.

    It holds no longer from its moment on, whenever this runs. An appeal goes on: whether it was
    right still matters for the next step.
    """
    ended = select(Sanction).where(
        Sanction.ended_at.is_(None),
        Sanction.until <= now(),
        Sanction.kind != SanctionKind.REMOVAL,
    )
    rows = db.session.scalars(ended.order_by(Sanction.id)).all()
    for row in rows:
        row.ended_at = row.until
        announce(SanctionRanOut(sanction_id=row.id, member_id=row.member_id, kind=str(row.kind)))
        tell(row.member, "sanction_over", is_silence=row.kind is SanctionKind.SILENCE)
    db.session.flush()
    return len(rows)


def end_after(hours: int) -> datetime:
    """Return when a step ends: at the full hour, so that a second click means the same."""
    end = now() + timedelta(hours=hours + 1)
    return end.replace(minute=0, second=0, microsecond=0)


def _need_future(until: datetime) -> None:
    if until <= now():
        raise Invalid("until", "This moment is past: choose one that is still to come.")
