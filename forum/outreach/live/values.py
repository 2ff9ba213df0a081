"""What pages that are open may be told about: kinds of news, and the places that ask for them."""

from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What happened, as far as an open page must know."""

    STARTED = "started"
    """A thread was started."""
    PUBLISHED = "published"
    """A post can be read that could not be before."""
    CHANGED = "changed"
    """A post looks different: revised, withdrawn, restored, locked."""
    THREAD = "thread"
    """The head of a thread looks different: its title, its tags, its place, its state."""
    MANY = "many"
    """More happened to a thread at once than is told one by one."""
    MEMBER = "member"
    """Something waits for a member, or does no longer."""
    ACCESS = "access"
    """What a member may see has changed, or a sign-in of theirs has ended."""


class Scope(Enum):
    """What something that happened is about."""

    THREAD = "thread"
    CATEGORY = "category"
    MEMBER = "member"


Key = tuple[Scope, int]
"""A thread, a category or a member, as the hub keeps the last thing that happened to it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, before it has its place in the sequence."""

    kind: Kind
    thread_id: int | None = None
    post_id: int | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What has happened at a place since a page was made: ids only."""

    new_posts: tuple[int, ...] = ()
    changed_posts: tuple[int, ...] = ()
    threads: tuple[int, ...] = ()
    is_thread_changed: bool = False
    is_member_told: bool = False
    is_behind: bool = False
    """More has happened than is known one by one: the page must be loaded again."""

    def __bool__(self) -> bool:
        return self != NO_NEWS


NO_NEWS = News()
