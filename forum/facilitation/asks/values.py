"""What pages and events carry about asks, and about posts that wait for a reply."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from forum.discussion.values import MemberCard

ASKS = "asks"
"""The stamp of what is asked and of what needs no reply, both of which stand on many pages."""
CLAIM_LASTS = timedelta(hours=48)
"""How long a facilitator who has claimed a post has it to themselves."""
NUDGE_PAUSE = timedelta(days=7)
"""How long a member is left in peace after a nudge, whatever it was about."""
NEWCOMER_FOR = timedelta(days=60)
"""For so long after joining, the first post of a member stands before all others."""
LONG_WAIT = timedelta(days=3)
"""After so long a newcomer's first post is a task for facilitators, on their page "For you"."""
MOST_SUGGESTED = 3
MOST_DAYS_AHEAD = 366
NUDGED = "nudged"
"""The cause by which members are told of a nudge."""


class AskKind(StrEnum):
    """Which help a thread asks for."""

    SOUNDING_BOARD = "sounding-board"
    EXPERIENCE = "experience"
    CONTACT = "contact"
    TEMPLATE = "template"
    LISTEN = "listen"


ASK_WORDS = {
    AskKind.SOUNDING_BOARD: "a sounding board",
    AskKind.EXPERIENCE: "similar experience",
    AskKind.CONTACT: "a contact",
    AskKind.TEMPLATE: "a template",
    AskKind.LISTEN: "just listening",
}
"""As pages finish the sentence "This thread asks for"."""


class AskState(StrEnum):
    """How far an ask has come."""

    OPEN = "open"
    ANSWERED = "answered"
    FOLLOWED_UP = "followed-up"


STATE_WORDS = {
    AskState.OPEN: "open",
    AskState.ANSWERED: "answered",
    AskState.FOLLOWED_UP: "followed up",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the author of a thread asks for, as they have said it."""

    kind: AskKind
    needed_by: date | None = None


@dataclass(frozen=True, slots=True)
class AskCard:
    """An ask as pages show it."""

    thread_id: int
    kind: AskKind
    needed_by: date | None
    state: AskState

    @property
    def is_open(self) -> bool:
        """Tell whether help is still wanted."""
        return self.state is AskState.OPEN

    @property
    def chip(self) -> str:
        """Return the words beside the thread in lists."""
        if self.is_open:
            return f"asks for {ASK_WORDS[self.kind]}"
        return "ask answered" if self.state is AskState.ANSWERED else "ask followed up"


class Rank(StrEnum):
    """Why a post stands where it does among those that wait."""

    NEWCOMER = "newcomer"
    DATED = "dated"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who wants to see to a post, and until when they have it to themselves."""

    member_id: int
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that nobody else has answered, as a facilitator's page shows it."""

    post_id: int
    number: int
    thread_id: int
    slug: str
    title: str
    category_id: int
    author: MemberCard
    written_at: datetime
    excerpt: str
    rank: Rank
    ask: AskCard | None
    claim: Claim | None
    waits_long: bool
    """Whether it is a newcomer's and has waited so long that somebody should see to it."""

    @property
    def address(self) -> str:
        """Return where the post stands."""
        return f"/t/{self.slug}/{self.thread_id}/{self.number}#post-{self.number}"


@dataclass(frozen=True, slots=True)
class Helper:
    """A member who can be asked about what a thread is about."""

    member: MemberCard
    ask_me_about: str
    languages: tuple[str, ...]
