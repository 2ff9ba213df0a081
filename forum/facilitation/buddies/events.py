"""What happened to buddies: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddiesProposed:
    """A facilitator proposes that two members be buddies; both are asked."""

    pair_id: int
    first_id: int
    second_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddiesBegan:
    """Both have said yes: they are buddies for eight weeks."""

    pair_id: int
    first_id: int
    second_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddiesEnded:
    """Two members are buddies no longer; each is asked one question."""

    pair_id: int
    first_id: int
    second_id: int
