"""Which posts wait for a facilitator, and what becomes of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum.accounts.values import GroupId
from forum.kernel.verdicts import HIDDEN, Verdict

HELD_POSTS = "held"
"""The kind of thing in the queue that posts are which wait."""


class Written(StrEnum):
    """What is written in a category."""

    THREADS = "threads"
    REPLIES = "replies"


class Approving(StrEnum):
    """Whose posts wait in a category."""

    NONE = "none"
    ALL = "all"
    ALL_EXCEPT = "all_except"
    ONLY = "only"


APPROVING_WORDS = {
    Approving.NONE: "nobody's",
    Approving.ALL: "everybody's",
    Approving.ALL_EXCEPT: "everybody's but of the groups below",
    Approving.ONLY: "only of the groups below",
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Whose threads, or whose replies, wait in a category."""

    approving: Approving = Approving.NONE
    groups: frozenset[GroupId] = frozenset()


NO_APPROVAL = Approval()


class HeldBecause(StrEnum):
    """Why a post waits."""

    CATEGORY = "category"
    NEWCOMER = "newcomer"
    WORD = "word"


class HeldState(StrEnum):
    """What became of a post that had to wait; one that its author took back is gone."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class HeldAct(StrEnum):
    """What a facilitator can do with a post that waits."""

    PUBLISH = "publish"
    REFUSE = "refuse"


HELD_WORDS = {
    HeldBecause.CATEGORY: "put this here: its category asks for approval",
    HeldBecause.NEWCOMER: "put this here: its author is new",
    HeldBecause.WORD: "put this here: it holds a word that is watched",
}
"""The first line of the history in the queue, after “A machine”."""

HELD_ACT_WORDS = {HeldAct.PUBLISH: "published it", HeldAct.REFUSE: "did not publish it"}


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A post that waits or waited, as facilitators and its author see it."""

    id: int
    author_id: int
    author_name: str
    author_handle: str
    category_id: int
    thread_title: str | None
    """The thread that it answers; None where it would begin one."""
    thread_address: str | None
    title: str
    tags: tuple[str, ...]
    html: str
    held_at: datetime
    because: HeldBecause
    state: HeldState
    answer: str
    decided_by: str
    post_address: str | None
    may_handle: Verdict = HIDDEN
