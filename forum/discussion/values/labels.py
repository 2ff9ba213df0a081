"""The label of a thread: four questions about its confidence, each with its own answer."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_LIFE = 3650
"""Days after the last reply; whoever wants a thread to live longer gives it no end."""

NOTICES = (3, 14)
"""How many days before its end those who wrote in a thread are told of it, the nearest first."""


class Readers(StrEnum):
    """Who may read a thread. Nothing is public by its label: only a release is."""

    NAMED = "named"
    CIRCLE = "circle"
    MEMBERS = "members"


class MoreReaders(StrEnum):
    """Who else is to read a thread, when those who wrote in it are asked."""

    CATEGORY = "category"
    NAMED = "named"


class Reuse(StrEnum):
    """What may be re-used of what is written, the strictest first."""

    NOTHING = "nothing"
    IDEAS = "ideas"
    ASK = "ask"
    FREE = "free"

    @property
    def looseness(self) -> int:
        """Return how much it lets go: more than another one is looser than it."""
        return _LOOSENESS[self]

    def stricter(self, other: "Reuse") -> "Reuse":
        """Return which of the two lets go less."""
        return min(self, other, key=lambda one: one.looseness)

    @property
    def at_most(self) -> tuple["Reuse", ...]:
        """Return what lets go less than this, the strictest first."""
        return tuple(Reuse)[: self.looseness]


_LOOSENESS = {one: place for place, one in enumerate(Reuse)}


class Matter(StrEnum):
    """What a thread says of a case."""

    NONE = "none"
    RECORD = "record"
    ANONYMISED = "anonymised"
    CONSENT = "consent"


class WallKind(StrEnum):
    """How a wall came about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SELF = "self"


READERS_WORDS = {
    Readers.NAMED: "Named people",
    Readers.CIRCLE: "Circle",
    Readers.MEMBERS: "Members",
}
REUSE_WORDS = {
    Reuse.NOTHING: "Nothing leaves",
    Reuse.IDEAS: "Ideas without source",
    Reuse.ASK: "Ask me, then credit",
    Reuse.FREE: "Free with credit",
}
REUSE_HELP = {
    Reuse.NOTHING: "Nothing of it is used or told outside this thread.",
    Reuse.IDEAS: "What is said may be used, but not who said it, nor who was there.",
    Reuse.ASK: "Ask whoever wrote it; when they agree, name them.",
    Reuse.FREE: "It may be used by everyone who names its authors.",
}
MATTER_WORDS = {
    Matter.NONE: "No case",
    Matter.RECORD: "Public record",
    Matter.ANONYMISED: "Live matter, anonymised",
    Matter.CONSENT: "Live matter, with the client’s consent",
}


@dataclass(frozen=True, slots=True)
class Life:
    """Until when a thread lives: to the end of a day, so many days after the last reply, or on."""

    ends_on: date | None = None
    days_after_reply: int | None = None

    def ends_at(self, last_posted_at: datetime) -> datetime | None:
        """Return the moment from which the thread has expired, in UTC; None for no end."""
        if self.ends_on is not None:
            day = datetime(self.ends_on.year, self.ends_on.month, self.ends_on.day)  # noqa: DTZ001
            return day.replace(tzinfo=last_posted_at.tzinfo) + timedelta(days=1)
        if self.days_after_reply is not None:
            return last_posted_at + timedelta(days=self.days_after_reply)
        return None

    @property
    def words(self) -> str:
        """Return how the label says it."""
        if self.ends_on is not None:
            return f"Until {self.ends_on.day} {self.ends_on:%B %Y}"
        if self.days_after_reply is not None:
            days = self.days_after_reply
            return f"Until {days} {'day' if days == 1 else 'days'} after the last reply"
        return "No end"

    def is_longer_than(self, other: "Life", last_posted_at: datetime) -> bool:
        """Tell whether a thread would live longer by this than by the other, as things stand."""
        mine, theirs = self.ends_at(last_posted_at), other.ends_at(last_posted_at)
        if mine is None or theirs is None:
            return mine is None and theirs is not None
        return mine > theirs


@dataclass(frozen=True, slots=True)
class Notice:
    """That a thread ends in so many days; where it never lived longer, nobody is told."""

    days: int
    is_told: bool


@dataclass(frozen=True, slots=True)
class Label:
    """The answers for one thread, or for one of its posts."""

    readers: Readers = Readers.MEMBERS
    reuse: Reuse = Reuse.ASK
    matter: Matter = Matter.NONE
    life: Life = field(default_factory=Life)
    circles: tuple[str, ...] = ()
    """The names of the groups whose members may read."""
    is_case: bool = False
    """In threads about cases readers are counted, and not listed."""

    def of_stricter(self, reuse: Reuse) -> "Label":
        """Return the label of a post that has an answer of its own; a thread may be stricter by now."""
        return replace(self, reuse=reuse.stricter(self.reuse))

    @property
    def readers_words(self) -> str:
        """Return who may read, in words."""
        if self.readers is Readers.CIRCLE and self.circles:
            return f"Only {', '.join(self.circles)}"
        return READERS_WORDS[self.readers]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the label in words, one for each question; what says nothing is left out."""
        found = [self.readers_words, REUSE_WORDS[self.reuse]]
        if self.matter is not Matter.NONE:
            found.append(MATTER_WORDS[self.matter])
        if self.life != Life():
            found.append(self.life.words)
        return tuple(found)


def readers_sentence(count: int) -> str:
    """Return how many people can read something, as a sentence."""
    return "Only you can read this." if count == 1 else f"{count} people can read this."
