"""Asking for another look at a sanction, and what a different facilitator makes of it."""

from datetime import timedelta

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.members import reactivate_member
from forum.accounts.queue.operations import open_item, settle_item
from forum.accounts.rules import lasts
from forum.accounts.sanctions.events import AppealDecided, AppealMade
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.operations.sanctions import (
    announce_end_of_silence,
    announce_end_of_suspension,
    suspend_until,
)
from forum.accounts.sanctions.rules import may_appeal, may_decide_appeal, shorter_steps
from forum.accounts.sanctions.tokens import appeal_link
from forum.accounts.sanctions.values import (
    APPEAL,
    APPEAL_WORDS,
    APPEALED,
    AppealOutcome,
    SanctionKind,
)
from forum.accounts.values import SYSTEM, Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import require
from forum.kernel.wording import LONGEST_REASON, check_words, need_reason


def appeal_sanction(sanction: Sanction, words: str, *, member_id: int) -> None:
    """Ask for another look, on behalf of the member whom it is about, signed in or not.

    A removal does not take effect while it waits.
    """
    require(may_appeal(member_id, sanction, now()))
    sanction.appeal = check_words(words, field="appeal", longest=LONGEST_REASON, required=True)
    sanction.appealed_at = now()
    db.session.flush()
    open_item(APPEAL, sanction.id, APPEALED, by_id=member_id)
    announce(AppealMade(sanction_id=sanction.id, member_id=member_id))


def decide_appeal(
    sanction: Sanction,
    outcome: AppealOutcome,
    *,
    by: Person,
    because: str,
    hours: int | None = None,
) -> bool:
    """Lift, shorten or uphold a sanction; False when the same person has done just that.

    `hours` is one of the steps that a sanction can be shortened to. Raises Conflict when somebody
    has decided already.
    """
    require(may_decide_appeal(by, sanction))
    if sanction.decided_at is not None:
        if sanction.decided_by_id == by.id and sanction.outcome is outcome:
            return False
        raise Conflict("Somebody has decided about this appeal already.")
    because = need_reason(because)
    if outcome is AppealOutcome.LIFTED:
        _lift(sanction, by=by, because=because)
    elif outcome is AppealOutcome.SHORTENED:
        _shorten(sanction, hours, by=by, because=because)
    sanction.outcome, sanction.answer = outcome, because
    sanction.decided_at, sanction.decided_by_id = now(), by.member_id
    db.session.flush()
    settle_item(APPEAL, sanction.id, APPEAL_WORDS[outcome], by_id=by.id)
    announce(
        AppealDecided(
            sanction_id=sanction.id,
            member_id=sanction.member_id,
            kind=str(sanction.kind),
            outcome=str(outcome),
            by_id=by.id,
            because=because,
        )
    )
    _tell(sanction)
    return True


def _lift(sanction: Sanction, *, by: Person, because: str) -> None:
    """End it, as if it had never been: it makes no later step longer."""
    sanction.counts = False
    if sanction.ended_at is None:
        sanction.ended_at = now()
    member = sanction.member
    match sanction.kind:
        case SanctionKind.SILENCE if _holds(sanction, member.silenced_until is not None):
            announce_end_of_silence(member, by_id=by.id, because=because)
        case SanctionKind.SUSPENSION if _holds(sanction, member.suspended_until is not None):
            announce_end_of_suspension(member, by_id=by.id, because=because)
        case SanctionKind.REMOVAL:
            _take_back(member)


def _shorten(sanction: Sanction, hours: int | None, *, by: Person, because: str) -> None:
    if hours is None or hours not in shorter_steps(sanction, now()):
        raise Invalid("hours", "Please choose how long it lasts instead.")
    member = sanction.member
    if sanction.kind is SanctionKind.REMOVAL:
        sanction.ended_at = now()
        _take_back(member)
        until = now() + timedelta(hours=hours)
        suspend_until(member, until=until, because=because, by_id=by.id)
        return
    sanction.until = sanction.begun_at + timedelta(hours=hours)
    if sanction.kind is SanctionKind.SILENCE:
        member.silenced_until = sanction.until
    else:
        member.suspended_until = sanction.until


def _holds(sanction: Sanction, is_set: bool) -> bool:
    """Tell whether what stands in the member's own row comes from this sanction."""
    return is_set and lasts(sanction.until, now())


def _take_back(member: Member) -> None:
    if member.standing is Standing.DEACTIVATED:
        reactivate_member(member, by=SYSTEM)


def _tell(sanction: Sanction) -> None:
    member = sanction.member
    until = sanction.until
    if sanction.kind is SanctionKind.REMOVAL and member.suspended_until is not None:
        until = member.suspended_until
    tell(
        member,
        "appeal_decided",
        outcome=str(sanction.outcome),
        kind=str(sanction.kind),
        until=full_time(until, member.timezone),
        because=sanction.answer,
        link=appeal_link(member.id),
    )
