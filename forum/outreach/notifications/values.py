"""What members are told, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum.discussion.values import MemberCard


class Cause(StrEnum):
    """Why a member is told something, the strongest cause first: of several, one is told."""

    REMINDED = "reminded"
    ENDING = "ending"
    ASKED = "asked"
    PUBLISHED = "published"
    HANDED = "handed"
    FLAG_DECIDED = "flag_decided"
    INVITED = "invited"
    OPENED = "opened"
    SHUT = "shut"
    NUDGED = "nudged"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    QUOTED = "quoted"
    MESSAGED = "messaged"
    WATCHED = "watched"

    @property
    def strength(self) -> int:
        """Return a number that is higher for a stronger cause."""
        return -list(Cause).index(self)


CAUSE_WORDS = {
    Cause.MENTIONED: "Mentions",
    Cause.REPLIED: "Replies",
    Cause.QUOTED: "Quotes",
    Cause.WATCHED: "Watched",
    Cause.MESSAGED: "Messages",
    Cause.REMINDED: "Reminders",
    Cause.ENDING: "Endings",
    Cause.ASKED: "Questions",
    Cause.PUBLISHED: "Published",
    Cause.HANDED: "Whose posts they are",
    Cause.FLAG_DECIDED: "Flags",
    Cause.INVITED: "Invitations",
    Cause.NUDGED: "Could you help?",
    Cause.OPENED: "Break-glass",
    Cause.SHUT: "The end of break-glass",
}
"""In the order in which pages offer them."""

CAUSE_ABOUT = {
    Cause.MENTIONED: "Somebody writes my name with an @",
    Cause.REPLIED: "Somebody replies to a post of mine",
    Cause.QUOTED: "Somebody quotes me",
    Cause.WATCHED: "Something new in what I watch",
    Cause.MESSAGED: "A new message in a private conversation",
    Cause.INVITED: "Somebody invites me to a conversation",
    Cause.NUDGED: "A facilitator thinks that I could help in a thread, also by a letter",
}
"""What a member may switch off; a reminder they have asked for themselves, and what becomes of
what they wrote, or that break-glass opened it, everybody is told."""

TOGETHER = frozenset({Cause.WATCHED, Cause.MESSAGED})
"""Causes of which several in one thread are told in one line."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a post is, for the question whom to tell of it."""

    actor_id: int
    is_new: bool
    """False when it was changed: then only whom it newly names is concerned."""
    is_first: bool
    mentioned: frozenset[int]
    quoted: frozenset[int]
    replied_to: int | None = None
    people: frozenset[int] = frozenset()
    """Who is in the conversation; nobody in a thread of a category."""


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """What a member is told in one line; several new posts of one thread share one."""

    id: int
    cause: Cause
    count: int
    is_read: bool
    at: datetime
    actor: MemberCard | None
    thread_id: int
    slug: str
    title: str
    number: int | None
    """The post where reading goes on; None for the thread as such."""
    ends_at: datetime | None = None
    """When the thread expires, if it does."""

    @property
    def address(self) -> str:
        """Return where the line leads."""
        if self.cause is Cause.FLAG_DECIDED:
            return "/my-flags"
        here = f"/t/{self.slug}/{self.thread_id}"
        return f"{here}/{self.number}#post-{self.number}" if self.number else here


@dataclass(frozen=True, slots=True)
class Bell:
    """What the header shows: how many lines are unread, and the newest of them."""

    count: int = 0
    is_more: bool = False
    """Whether there are so many that they were not all counted."""
    lines: tuple[NotificationLine, ...] = ()
