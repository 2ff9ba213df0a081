"""What happened in discussions: ids and plain facts only."""

from dataclasses import dataclass

from forum.discussion.events.acts import NoticePut as NoticePut
from forum.discussion.events.acts import NoticeRemoved as NoticeRemoved
from forum.discussion.events.acts import OwnerChanged as OwnerChanged
from forum.discussion.events.acts import PostRestored as PostRestored
from forum.discussion.events.acts import PostsMerged as PostsMerged
from forum.discussion.events.acts import PostWithdrawn as PostWithdrawn
from forum.discussion.events.acts import ThreadRemembered as ThreadRemembered
from forum.discussion.events.acts import ThreadRestored as ThreadRestored
from forum.discussion.events.acts import ThreadSlowed as ThreadSlowed
from forum.discussion.events.acts import ThreadUnslowed as ThreadUnslowed
from forum.discussion.events.acts import ThreadWithdrawn as ThreadWithdrawn
from forum.discussion.events.acts import TimerCancelled as TimerCancelled
from forum.discussion.events.acts import TimerSet as TimerSet
from forum.discussion.events.cases import CaseDeclared as CaseDeclared
from forum.discussion.events.cases import CaseOpened as CaseOpened
from forum.discussion.events.entries import EntryTakenBack as EntryTakenBack
from forum.discussion.events.entries import EntryWritten as EntryWritten
from forum.discussion.events.entries import GatheringBegun as GatheringBegun
from forum.discussion.events.entries import GatheringEnded as GatheringEnded
from forum.discussion.events.glass import GlassBroken as GlassBroken
from forum.discussion.events.glass import GlassClosed as GlassClosed
from forum.discussion.events.guests import GuestInvited as GuestInvited
from forum.discussion.events.guests import VisitChanged as VisitChanged
from forum.discussion.events.held import HeldDecided as HeldDecided
from forum.discussion.events.held import PostHeld as PostHeld
from forum.discussion.events.labels import LooseningAsked as LooseningAsked
from forum.discussion.events.labels import ReadersChanged as ReadersChanged
from forum.discussion.events.labels import ThreadEndsSoon as ThreadEndsSoon
from forum.discussion.events.labels import ThreadExpired as ThreadExpired
from forum.discussion.events.labels import ThreadRelabelled as ThreadRelabelled
from forum.discussion.events.labels import WallLifted as WallLifted
from forum.discussion.events.labels import WallRaised as WallRaised
from forum.discussion.events.marks import ReactionGiven as ReactionGiven
from forum.discussion.events.marks import ReactionTakenBack as ReactionTakenBack
from forum.discussion.events.marks import ReminderDue as ReminderDue
from forum.discussion.events.marks import SummaryWritten as SummaryWritten
from forum.discussion.events.marks import ThreadSolved as ThreadSolved
from forum.discussion.events.marks import ThreadUnsolved as ThreadUnsolved
from forum.discussion.events.moves import MergeUndone as MergeUndone
from forum.discussion.events.moves import PostsLeftBehind as PostsLeftBehind
from forum.discussion.events.moves import PostsMoved as PostsMoved
from forum.discussion.events.moves import ThreadsMerged as ThreadsMerged
from forum.discussion.events.moves import ThreadSplit as ThreadSplit


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadStarted:
    """A thread was started with its first post; PostPublished follows."""

    thread_id: int
    author_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted:
    """A private thread was begun with these people and groups; ThreadStarted follows."""

    thread_id: int
    author_id: int
    member_ids: tuple[int, ...]
    group_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded:
    """A member came into a conversation, brought by somebody in it, and can read all of it."""

    thread_id: int
    member_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded:
    """A group came into a conversation: its members of today can read all of it."""

    thread_id: int
    group_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft:
    """A member left a conversation and can read it no more."""

    thread_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEnded:
    """The last one left a conversation, and its words are erased for good."""

    thread_id: int
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberIgnored:
    """A member no longer wants to hear from another one, who is never told."""

    member_id: int
    ignored_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoringEnded:
    """A member wants to hear from another one again."""

    member_id: int
    ignored_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPublished:
    """A post can be read now.

    `is_of_today` says that it is news although its moment is no more than its day.
    """

    post_id: int
    thread_id: int
    author_id: int
    is_of_today: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRevised:
    """The text of a post was changed, or its language corrected.

    `newly_named` are the folded handles of whom the text mentions or quotes now and did not before.
    """

    post_id: int
    thread_id: int
    by_id: int | None
    newly_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSent:
    """A member has sent a file; nobody else sees it before a post holds it."""

    file_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRemoved:
    """A file is gone, with its copies: its last use ended, or it was never used."""

    file_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsHandedOver:
    """Posts have another author: a member has claimed what they wrote under another name."""

    from_id: int
    to_id: int
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostShared:
    """Everyone who may reply in the thread may change the text of a post from now on."""

    post_id: int
    thread_id: int
    by_id: int | None
    by_author: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUnshared:
    """Only its author may change the text of a post again."""

    post_id: int
    thread_id: int
    by_id: int | None
    by_author: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadContinued:
    """A post of a thread is taken further in a thread of its own."""

    post_id: int
    thread_id: int
    continued_in_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLocked:
    """The author may no longer change the post."""

    post_id: int
    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUnlocked:
    """The author may change the post again."""

    post_id: int
    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRetitled:
    """A thread has another title."""

    thread_id: int
    by_id: int | None
    by_author: bool
    before: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRetagged:
    """A thread has other tags."""

    thread_id: int
    by_id: int | None
    by_author: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMoved:
    """A thread stands in another category."""

    thread_id: int
    by_id: int | None
    by_author: bool = False
    from_category_id: int
    to_category_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadClosed:
    """A thread takes no replies any more."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadReopened:
    """A closed thread takes replies again."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadArchived:
    """A thread is kept as it is."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadUnarchived:
    """An archived thread is open to change again."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPinned:
    """A thread stays on top of its category or of every list."""

    thread_id: int
    by_id: int | None
    where: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadUnpinned:
    """A thread no longer stays on top."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRenamed:
    """A tag has another name, or became part of another tag."""

    tag_id: int
    by_id: int | None
    before: str
    after: str
    thread_ids: tuple[int, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryChanged:
    """A category was made or its settings were changed."""

    category_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsShown:
    """Members were shown posts: up to a number in a thread, or single ones; told once a second.

    `positions` are members, threads and numbers, `posts` are members and posts.
    """

    positions: tuple[tuple[int, int, int], ...]
    posts: tuple[tuple[int, int], ...]
