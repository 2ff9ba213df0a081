"""What is logged when something happened to members: sanctions, ways back, exports."""

from forum.accounts import events as accounts
from forum.accounts.recovery import events as recovery
from forum.accounts.rights.events import BulkExportMade
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
