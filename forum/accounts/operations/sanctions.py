"""Silencing and suspending members, until a moment and with a reason that they are told."""

from datetime import datetime

from forum.accounts.events import (
    MemberSilenced,
    MemberSuspended,
    SilenceEnded,
    SuspensionEnded,
)
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.rules import lasts, may_end_sanction, may_sanction
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def silence_member(member: Member, *, until: datetime, because: str, by: Person) -> None:
    """Let the member read but not write until a moment, and tell them why."""
    require(may_sanction(by, member))
    because = need_reason(because)
    _need_future(until)
    member.silenced_until, member.silenced_because = until, because
    announce(MemberSilenced(member_id=member.id, by_id=by.id, until=until, because=because))
    tell(member, "silenced", until=full_time(until, member.timezone), because=because)


def suspend_member(member: Member, *, until: datetime, because: str, by: Person) -> None:
    """Keep the member from signing in until a moment, sign them out, and tell them why."""
    require(may_sanction(by, member))
    because = need_reason(because)
    _need_future(until)
    member.suspended_until, member.suspended_because = until, because
    end_sign_ins(member)
    announce(MemberSuspended(member_id=member.id, by_id=by.id, until=until, because=because))
    tell(member, "suspended", until=full_time(until, member.timezone), because=because)


def end_silence(member: Member, *, by: Person, because: str) -> bool:
    """Let the member write again; False when they may already."""
    require(may_end_sanction(by, member))
    if not lasts(member.silenced_until, now()):
        return False
    because = need_reason(because)
    member.silenced_until, member.silenced_because = None, ""
    announce(SilenceEnded(member_id=member.id, by_id=by.id, because=because))
    tell(member, "silence_ended", because=because)
    return True


def end_suspension(member: Member, *, by: Person, because: str) -> bool:
    """Let the member sign in again; False when they can already."""
    require(may_end_sanction(by, member))
    if not lasts(member.suspended_until, now()):
        return False
    because = need_reason(because)
    member.suspended_until, member.suspended_because = None, ""
    announce(SuspensionEnded(member_id=member.id, by_id=by.id, because=because))
    tell(member, "suspension_ended", because=because)
    return True


def _need_future(until: datetime) -> None:
    if until <= now():
        raise Invalid("until", "This moment is past: choose one that is still to come.")
