"""What happened to claims: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade:
    """A member says that what an archive has under another name is theirs."""

    claim_id: int
    placeholder_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided:
    """A facilitator has granted or refused a claim."""

    claim_id: int
    by_id: int | None
    is_granted: bool
    because: str
