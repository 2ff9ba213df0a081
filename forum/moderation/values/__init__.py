"""What pages, rules and events carry about moderation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum.discussion.values import MemberCard
from forum.kernel.verdicts import HIDDEN, Verdict
from forum.moderation.values.acts import ACT_WORDS as ACT_WORDS
from forum.moderation.values.acts import Act as Act

ITEMS_PER_PAGE = 20
ENTRIES_PER_PAGE = 50
LONGEST_SANCTION_DAYS = 366
"""A sanction gives time to think. Parting for good is another act: deactivating the account."""
LONGEST_PIN_DAYS = 3660
FLAGS = "flags"
"""The kind of thing in the queue that flags on a post are."""
FLAGGED = "flagged this post"
TALKED = "began a conversation with its author"


class Outcome(StrEnum):
    """What facilitators make of the flags on a post."""

    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    DISAGREED = "disagreed"
    IGNORED = "ignored"


class FlagState(StrEnum):
    """How far facilitators are with a flag, as the member reads it who made it."""

    OPEN = "open"
    TAKEN = "taken"
    TALKED = "talked"
    RESOLVED = "resolved"


class WatchAction(StrEnum):
    """What is done with a text that holds a watched word."""

    BLOCK = "block"
    HOLD = "hold"
    WARN = "warn"
    REPLACE = "replace"
    TAG = "tag"


WATCH_WORDS = {
    WatchAction.BLOCK: "it is not posted",
    WatchAction.HOLD: "it waits for a facilitator",
    WatchAction.WARN: "its writer is asked to think twice",
    WatchAction.REPLACE: "other words stand in its place",
    WatchAction.TAG: "a new thread gets a tag",
}
LONGEST_NOTE = 2_000
LONGEST_WATCHED = 100
MOST_WATCHED = 2_000


OUTCOME_WORDS = {
    Outcome.WITHDRAWN: "agreed, and withdrew the post",
    Outcome.KEPT: "agreed, and kept the post",
    Outcome.DISAGREED: "disagreed",
    Outcome.IGNORED: "ignored the flags",
}

FLAG_STATE_WORDS = {
    FlagState.OPEN: "Open: no facilitator has taken it up yet.",
    FlagState.TAKEN: "Taken: a facilitator is looking at it.",
    FlagState.TALKED: "Talked: a facilitator is in conversation with the author of the post.",
    FlagState.RESOLVED: "Resolved.",
}

SHOWN_IN_THREAD = frozenset(act for act in Act if act.value.startswith(("thread_", "post_")))
"""Acts that the thread itself shows; what became of flags is between flaggers and facilitators."""


AT_THEIR_TIME = frozenset(
    {
        *(Act.SILENCE_ENDED, Act.SUSPENSION_ENDED, Act.MEMBER_REMOVED),
        *(Act.THREAD_CLOSED, Act.THREAD_REOPENED, Act.THREAD_ARCHIVED, Act.THREAD_MOVED),
        *(Act.THREAD_WITHDRAWN, Act.TIMER_CANCELLED),
    }
)
"""What a machine does at a time that people set, where nobody did it before."""


@dataclass(frozen=True, slots=True)
class Case:
    """What rules ask about flags that wait, or waited, for facilitators.

    `category_id` is None for a post in a conversation. `reserved_id` is its thread, where that is
    open by name alone; `is_handed_on` tells that nobody to whom it is open could decide,
    `has_expired` that the thread's life is over.
    """

    category_id: int | None
    author_id: int
    flagger_ids: frozenset[int]
    reserved_id: int | None = None
    is_handed_on: bool = False
    has_expired: bool = False
    author_answers: bool = True
    """Whether the author is a member who can be written to."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Where an act took place, as rules ask about it.

    `categories` are those that it touched at the time; `thread_category_id` is where its thread
    stands today, if it was about one, and `reserved_id` that thread, where it is open by name alone.
    `has_expired` tells that the thread's life is over.
    """

    categories: frozenset[int]
    thread_category_id: int | None = None
    in_conversation: bool = False
    reserved_id: int | None = None
    has_expired: bool = False


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note that a facilitator left for the others."""

    id: int
    by: MemberCard
    written_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One of the community's rules, as it stood when somebody named it."""

    id: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One member's flag on a post."""

    member: MemberCard
    rule: RuleCard
    because: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ItemCard:
    """A flagged post as the review queue shows it.

    Of a post in a conversation facilitators get the text as it was when it was flagged, its author
    and its time: neither number, nor address, nor title.
    """

    id: int
    opened_at: datetime
    post_id: int
    post_number: int | None
    post_address: str | None
    posted_at: datetime
    html: str
    is_withdrawn: bool
    author: MemberCard
    thread_title: str | None
    category_id: int | None
    reserved_id: int | None
    is_handed_on: bool
    flags: tuple[FlagCard, ...]
    outcome: Outcome | None
    handled_by: MemberCard | None
    handled_at: datetime | None
    because: str
    may_handle: Verdict = HIDDEN
    talked_at: datetime | None = None
    may_talk: Verdict = HIDDEN
    """Whether this person may begin a conversation with the author, which is offered first."""

    @property
    def case(self) -> Case:
        """Return what rules ask about."""
        flaggers = frozenset(flag.member.id for flag in self.flags)
        return Case(self.category_id, self.author.id, flaggers, self.reserved_id, self.is_handed_on)

    @property
    def rules(self) -> tuple[RuleCard, ...]:
        """Return the rules that flags name, the one named most often first."""
        named = [flag.rule for flag in self.flags]
        return tuple(sorted(dict.fromkeys(named), key=lambda rule: (-named.count(rule), rule.id)))


@dataclass(frozen=True, slots=True)
class OwnFlag:
    """A flag as the member sees who made it, and what became of it: never who decided.

    `post_address` and `thread_title` are None where the member cannot open the thread any more.
    """

    rule: RuleCard
    because: str
    made_at: datetime
    thread_title: str | None
    post_number: int
    post_address: str | None
    state: FlagState
    outcome: Outcome | None
    handled_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An act as every member may read of it: nobody is named but who broke glass, and with whom.

    `because` is None where the reason may speak of what the reader cannot see.
    """

    act: Act
    at: datetime
    rule: RuleCard | None
    because: str | None
    thread_title: str | None
    thread_address: str | None
    glass: str = ""
    """Of break-glass who, with whom, on what ground and until when; empty for other acts."""
    until: datetime | None = None
    by_machine: bool = False
    """Whether nobody did it, but a machine at a time that people had set."""


@dataclass(frozen=True, slots=True)
class FullEntry:
    """An act as facilitators read of it."""

    act: Act
    at: datetime
    by: MemberCard | None
    rule: RuleCard | None
    because: str
    thread_title: str | None
    address: str | None
    post_number: int | None
    member: MemberCard | None
    until: datetime | None
    before: str
    after: str
    id: int = 0
    """What its page for undoing is found by."""
    by_machine: bool = False
