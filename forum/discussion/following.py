"""How much a member wants to hear: the ways to follow, what is kept of them, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Following(IntEnum):
    """How much a member wants to hear; a thread knows the first four."""

    MUTED = 0
    NORMAL = 1
    TRACKING = 2
    WATCHING = 3
    FIRST_POST = 4


@dataclass(frozen=True, slots=True)
class OwnFollowing:
    """What holds between a member and a thread by itself: chosen, or brought about by writing."""

    following: Following
    is_automatic: bool = False


@dataclass(slots=True)
class Follower:
    """What one member has chosen for a thread, and for the category and the tags around it."""

    own: OwnFollowing | None = None
    around: list[Following] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Followings:
    """What a member has chosen for categories and tags; cached until somebody chooses anew."""

    categories: Mapping[int, Following] = field(default_factory=dict)
    tags: Mapping[str, Following] = field(default_factory=dict)
    muted_tag_ids: tuple[int, ...] = ()
    has_muted_threads: bool = False


FOLLOWING_WORDS = {
    Following.MUTED: "Muted",
    Following.NORMAL: "Normal",
    Following.TRACKING: "Tracking",
    Following.WATCHING: "Watching",
    Following.FIRST_POST: "First posts only",
}

THREAD_ABOUT = {
    Following.WATCHING: "You are told of every new post, and unread posts are counted.",
    Following.TRACKING: (
        "Unread posts are counted. You are told when somebody mentions you, quotes you or "
        "replies to you."
    ),
    Following.NORMAL: "You are told when somebody mentions you, quotes you or replies to you.",
    Following.MUTED: "You are told of nothing here, and the thread leaves your lists.",
    None: "What its category and tags say holds.",
}

PLACE_ABOUT = {
    Following.WATCHING: "You are told of every new thread and every new post.",
    Following.TRACKING: "Unread posts are counted in all threads that you open.",
    Following.FIRST_POST: "You are told of every new thread, but not of the replies.",
    Following.NORMAL: "You are told when somebody mentions you, quotes you or replies to you.",
    Following.MUTED: "The threads leave your lists, unless you follow one of them.",
    None: "Normal, or what you chose for the category above.",
}

THREAD_DONE = {
    None: "This thread is followed as its category and tags say.",
    Following.WATCHING: "You watch this thread: you are told of every new post.",
    Following.TRACKING: "You track this thread: unread posts are counted.",
    Following.NORMAL: "You are told of this thread only what concerns you yourself.",
    Following.MUTED: "This thread is muted: you are told of nothing here.",
}

PLACE_DONE = {
    None: "You have no choice of your own for {} any more.",
    Following.WATCHING: "You watch {}: you are told of every new post.",
    Following.TRACKING: "You track {}: unread posts are counted.",
    Following.FIRST_POST: "You are told of every new thread in {}.",
    Following.NORMAL: "You are told of {} only what concerns you yourself.",
    Following.MUTED: "You have muted {}: its threads leave your lists.",
}
