"""The ways in which a round is held, and what its pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forum.discussion.values.entries import EntryCard, Gathering
from forum.kernel.verdicts import Verdict

LONGEST_ROUND = 90
"""Days."""
MOST_FIRST_DAYS = 30
MOST_IN_TURN = 40
LONGEST_JOURNAL = 20_000
MOST_JOURNAL = 1_000
LONGEST_COMMITMENT = 1_000
MOST_COMMITMENTS = 200


class Way(StrEnum):
    """How a round is held."""

    TOGETHER = "together"
    LISTENING = "listening"
    TURNS = "turns"

    @property
    def gathering(self) -> Gathering:
        """Return who reads the entries while the round lasts."""
        return Gathering.APART if self is Way.TOGETHER else Gathering.IN_THE_OPEN


WAY_WORDS = {
    Way.TOGETHER: "Write before you read: everybody writes, and reads the others once their own entry is in",
    Way.LISTENING: "Listening: some groups write first, the others read along and write after them",
    Way.TURNS: "Turns: one after the other, and everybody may pass",
}
WAY_NAMES = {
    Way.TOGETHER: "Write before you read",
    Way.LISTENING: "Listening",
    Way.TURNS: "Turns",
}


class TurnState(StrEnum):
    """What became of somebody's turn."""

    WAITING = "waiting"
    WROTE = "wrote"
    PASSED = "passed"


class Happened(StrEnum):
    """What became of a commitment."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


HAPPENED_WORDS = {
    Happened.YES: "Yes",
    Happened.PARTLY: "In part",
    Happened.NO: "No, or not yet",
}


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What somebody chooses for a round that is about to begin."""

    way: Way
    closes_at: datetime
    group_ids: tuple[int, ...] = ()
    """Who writes first, where there is listening."""
    first_days: int = 0
    member_ids: tuple[int, ...] = ()
    """Whose turns there are, in their order."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Who writes now: all that the rules ask of a round."""

    way: Way
    first_until: datetime | None = None
    """Until when only some groups write."""
    group_ids: frozenset[int] = frozenset()
    turn_of: int | None = None
    """Whose turn it is; nobody's where all have had theirs, or where there are none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn as the page shows it."""

    member_id: int
    name: str
    handle: str
    state: TurnState
    is_now: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round as its reader meets it below the prompt."""

    way: Way
    closes_at: datetime
    is_over: bool
    ended_at: datetime | None
    ended_by_machine: bool
    first_until: datetime | None
    first_groups: Sequence[str]
    turns: Sequence[Turn]
    entries: Sequence[EntryCard]
    own: EntryCard | None
    may_write: Verdict
    may_pass: bool
    may_end: bool

    @property
    def name(self) -> str:
        """Return the name of its way."""
        return WAY_NAMES[self.way]

    @property
    def ended_with_last_turn(self) -> bool:
        """Tell whether a machine ended it before its last day, since all had had their turn."""
        early = self.ended_at is not None and self.ended_at < self.closes_at
        return early and self.ended_by_machine and self.way is Way.TURNS

    @property
    def others_are_hidden(self) -> bool:
        """Tell whether the reader must write before they read."""
        return self.way is Way.TOGETHER and not self.is_over and self.own is None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One entry of somebody's journal."""

    id: int
    text: str
    written_at: datetime
    thread_title: str
    thread_address: str


@dataclass(frozen=True, slots=True)
class CommitmentCard:
    """What somebody means to do, for themselves."""

    id: int
    words: str
    look_on: date
    is_due: bool
    happened: Happened | None
    in_the_way: str
    thread_title: str
    thread_address: str
