"""What pages and events carry about pseudonyms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FEWEST_WRITERS = 8
"""Among fewer people who may write, a guess would be too easy."""
KEPT_AFTER_CLOSING = timedelta(days=180)
"""So long after a thread was closed its pseudonyms can still be lifted."""
ASKED_FOR = timedelta(days=7)
"""So long a wish to lift a pseudonym waits for a second custodian, and its answer for the first."""
LATEST_NOTICE = timedelta(hours=72)
"""The longest that an author is not told, where telling at once would put somebody in danger."""
LONGEST_PASSPHRASE = 200
SHORTEST_PASSPHRASE = 14
KEPT_WHILE_QUIET = timedelta(days=365)
"""So long after the last post of a thread that nobody closes they can still be lifted."""


class Ground(StrEnum):
    """Why a pseudonym may be lifted at all: the list is closed."""

    DANGER = "danger"
    ORDER = "order"
    BREACH = "breach"


GROUND_WORDS = {
    Ground.DANGER: "Danger to a person",
    Ground.ORDER: "An order of a court or an authority",
    Ground.BREACH: "A breach of our rules, after withdrawing and muting did not help",
}


class UnmaskingOutcome(StrEnum):
    """What became of a wish to lift a pseudonym."""

    LIFTED = "lifted"
    REFUSED = "refused"


OUTCOME_WORDS = {
    UnmaskingOutcome.LIFTED: "lifted",
    UnmaskingOutcome.REFUSED: "refused",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What rules ask about a thread before somebody writes in it under a pseudonym."""

    is_allowed: bool
    writers: int
    custodians: int


@dataclass(frozen=True, slots=True)
class PseudonymCard:
    """A pseudonym as its author sees it in one thread."""

    id: int
    name: str
    thread_id: int
    thread_title: str
    is_muted: bool
    muted_because: str
    liftable_until: datetime
    is_destroyed: bool


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A thread that is not published yet, as the author of its pseudonym sees it."""

    id: int
    name: str
    title: str
    excerpt: str
    refused_because: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """For whom a pseudonym is sealed: who could lift it today, and who came later."""

    is_liftable: bool
    later: tuple[str, ...] = ()
    """The names of custodians for whom it can be sealed, and is not."""


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post, or one that is not published yet, as the author of a pseudonym sees it."""

    id: int
    number: int | None
    excerpt: str
    is_withdrawn: bool = False
    may_change: bool = False
    may_restore: bool = False
    refused_because: str = ""


@dataclass(frozen=True, slots=True)
class CustodianCard:
    """A custodian as everybody may know them."""

    id: int
    handle: str
    name: str
    has_key: bool
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What an author is told when a pseudonym of theirs was lifted."""

    id: int
    text: str
