"""What happened to acts that need two people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PairActAsked:
    """Somebody asked for an act that waits for a second person."""

    act_id: int
    kind: str
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairActConfirmed:
    """A second, different person confirmed an act, which is done in the same transaction."""

    act_id: int
    kind: str
    asked_by_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairActEnded:
    """An act that waited for a second person was refused, or taken back by who had asked."""

    act_id: int
    kind: str
    by_id: int
