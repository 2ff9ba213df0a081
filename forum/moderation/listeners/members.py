"""What is logged when something happened to members: sanctions, ways back, exports."""

from forum.accounts import events as accounts
from forum.accounts.recovery import events as recovery
from forum.accounts.rights.events import BulkExportMade
from forum.accounts.sanctions import events as sanctions
from forum.accounts.sanctions.values import BY_MACHINE, AppealOutcome, SanctionKind
from forum.kernel.events import within
from forum.moderation.operations.log import log_act
from forum.moderation.values import Act

Sanction = accounts.MemberSilenced | accounts.MemberSuspended
_SANCTIONS: dict[type, Act] = {
    accounts.MemberSilenced: Act.MEMBER_SILENCED,
    accounts.MemberSuspended: Act.MEMBER_SUSPENDED,
}
SanctionEnd = accounts.SilenceEnded | accounts.SuspensionEnded
_SANCTION_ENDS: dict[type, Act] = {
    accounts.SilenceEnded: Act.SILENCE_ENDED,
    accounts.SuspensionEnded: Act.SUSPENSION_ENDED,
}
RecoveryAct = recovery.RecoveryAgreed | recovery.RecoveryStopped | accounts.ResetLinkShown
_RECOVERY_ACTS: dict[type, Act] = {
    recovery.RecoveryAgreed: Act.RECOVERY_AGREED,
    recovery.RecoveryStopped: Act.RECOVERY_STOPPED,
    accounts.ResetLinkShown: Act.RESET_LINK_SHOWN,
}


@within(*_SANCTIONS)
def log_sanction(event: Sanction) -> None:
    """Log that a member was silenced or suspended."""
    log_act(
        _SANCTIONS[type(event)],
        by_id=event.by_id,
        because=event.because,
        member_id=event.member_id,
        until=event.until,
    )


@within(*_SANCTION_ENDS)
def log_end_of_sanction(event: SanctionEnd) -> None:
    """Log that a sanction ended before its time."""
    log_act(
        _SANCTION_ENDS[type(event)],
        by_id=event.by_id,
        because=event.because,
        member_id=event.member_id,
    )


_RAN_OUT = {
    SanctionKind.SILENCE: Act.SILENCE_ENDED,
    SanctionKind.SUSPENSION: Act.SUSPENSION_ENDED,
}
_APPEALS = {
    AppealOutcome.LIFTED: Act.APPEAL_LIFTED,
    AppealOutcome.SHORTENED: Act.APPEAL_SHORTENED,
    AppealOutcome.UPHELD: Act.APPEAL_UPHELD,
}
AT_ITS_TIME = "It ended at its time."


@within(sanctions.SanctionRanOut)
def log_sanction_that_ran_out(event: sanctions.SanctionRanOut) -> None:
    """Log that a sanction ended at its time, which a machine took note of."""
    act = _RAN_OUT[SanctionKind(event.kind)]
    log_act(act, by_id=None, because=AT_ITS_TIME, member_id=event.member_id)


@within(sanctions.RemovalBegun)
def log_removal(event: sanctions.RemovalBegun) -> None:
    """Log that two decided to remove a member; the page of removals names the second one."""
    log_act(
        Act.REMOVAL_BEGUN,
        by_id=event.by_id,
        because=event.because,
        member_id=event.member_id,
        until=event.until,
    )


@within(sanctions.MemberRemoved)
def log_removed(event: sanctions.MemberRemoved) -> None:
    """Log that a removal took effect, which a machine saw to."""
    log_act(Act.MEMBER_REMOVED, by_id=None, because="", member_id=event.member_id)


@within(sanctions.AppealDecided)
def log_appeal(event: sanctions.AppealDecided) -> None:
    """Log what a different facilitator made of an appeal."""
    act = _APPEALS[AppealOutcome(event.outcome)]
    log_act(act, by_id=event.by_id, because=event.because, member_id=event.member_id)


@within(accounts.MemberDeactivated)
def log_closed_account(event: accounts.MemberDeactivated) -> None:
    """Log that a host closed an account, be it from the server.

    Who leaves does so themselves, and it is no act on them; what two have decided is logged as that.
    """
    if event.by_id == event.member_id or event.because == BY_MACHINE:
        return
    log_act(Act.ACCOUNT_CLOSED, by_id=event.by_id, because=event.because, member_id=event.member_id)


@within(recovery.RecoveryBegun)
def log_recovery(event: recovery.RecoveryBegun) -> None:
    """Log that a host wants to let somebody back in, and how they made sure who it is."""
    log_act(Act.RECOVERY_BEGUN, by_id=event.by_id, because=event.because, member_id=event.member_id)


@within(*_RECOVERY_ACTS)
def log_recovery_act(event: RecoveryAct) -> None:
    """Log what came of it, and every link that somebody but the member could see."""
    log_act(_RECOVERY_ACTS[type(event)], by_id=event.by_id, because="", member_id=event.member_id)


@within(recovery.RecoveryLinkSent)
def log_recovery_link(event: recovery.RecoveryLinkSent) -> None:
    """Log that a link went to a new address."""
    log_act(Act.RECOVERY_LINK_SENT, by_id=None, because="", member_id=event.member_id)


@within(BulkExportMade)
def log_export(event: BulkExportMade) -> None:
    """Log that two people have an archive of many threads; the page of exports says who and why."""
    log_act(Act.THREADS_EXPORTED, by_id=event.asked_by_id, because=event.because)
