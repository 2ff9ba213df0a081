"""What happened to second factors."""

from dataclasses import dataclass

from forum.accounts.factors.values import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorAdded:
    """A member can prove who they are in one more way."""

    member_id: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRemoved:
    """A member can no longer prove who they are in this way."""

    member_id: int
    kind: Kind
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesMade:
    """A member has new recovery codes; the ones before are worth nothing."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeUsed:
    """A member came in with a recovery code, which is used up."""

    member_id: int
    left: int
