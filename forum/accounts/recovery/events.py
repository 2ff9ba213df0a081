"""What happened to recoveries; none of it is done without the public log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryBegun:
    """A host would like to help a member back in who has lost password and address."""

    recovery_id: int
    member_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryAgreed:
    """A second person agreed: the link is sent in 72 hours, unless the member stops it."""

    recovery_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryStopped:
    """The member stopped a recovery, or one who looks after it withdrew it."""

    recovery_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryLinkSent:
    """The 72 hours are over, and the link for a new password was sent."""

    recovery_id: int
    member_id: int
