"""What happened to identities."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLinked:
    """A member can sign in with an identity at a provider."""

    member_id: int
    identity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnlinked:
    """A member can no longer sign in with an identity."""

    member_id: int
