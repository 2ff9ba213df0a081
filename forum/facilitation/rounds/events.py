"""What happened to rounds: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegun:
    """A thread began as a round."""

    thread_id: int
    by_id: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPassed:
    """Somebody has let their turn go by, or who holds the round did so for them."""

    thread_id: int
    member_id: int
    by_id: int
