"""What pages and events carry about discussions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from forum.accounts.values import (
    AutomaticGroup,
    GroupId,
    Level,
    MessagesFrom,
    Standing,
    ThreadView,
    is_pseudonym,
)
from forum.discussion.values.acts import ActKind as ActKind
from forum.discussion.values.held import NO_APPROVAL, Approval
from forum.discussion.values.labels import Reuse
from forum.discussion.values.questions import Question
from forum.discussion.values.signs import ReactionCard as ReactionCard
from forum.discussion.values.signs import ReactionSetting as ReactionSetting
from forum.discussion.values.signs import Sign as Sign
from forum.kernel.markup import FileCard

ThreadId = NewType("ThreadId", int)
PostId = NewType("PostId", int)

POSTS_PER_PAGE = 20
THREADS_PER_PAGE = 30
MOST_TAGS = 5
MOST_FILES = 20
"""Files in one post."""
MOST_RECIPIENTS = 30
"""People and groups in one conversation, whoever began it among them."""
LONGEST_TITLE = 255
LONGEST_TAG = 40
LONGEST_POST = 65_536
"""Bytes of UTF-8 in one hand-written post."""
MOST_BOOKMARKS = 2_000
LONGEST_NOTE = 1_000
LONGEST_SUMMARY = 8_000
"""Letters in each part of a summary."""
GRACE_MINUTES = 5
"""An edit this soon after writing, or after the last edit, makes no version of its own."""
DEEPEST = 120
"""Levels of the tree that are kept apart; deeper replies stand beside each other."""


class Colour(StrEnum):
    """Colours of categories, each with a light and a dark shade in the style sheet."""

    TEAL = "teal"
    INDIGO = "indigo"
    AMBER = "amber"
    ROSE = "rose"
    MOSS = "moss"
    PLUM = "plum"
    SKY = "sky"
    CLAY = "clay"
    SLATE = "slate"


class Pin(StrEnum):
    """Where a thread stays on top."""

    CATEGORY = "category"
    EVERYWHERE = "everywhere"


class Listing(StrEnum):
    """The lists of threads."""

    LATEST = "latest"
    NEW = "new"
    UNREAD = "unread"
    UNANSWERED = "unanswered"
    TOP = "top"


class Period(StrEnum):
    """How far back the top list looks."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


class AudienceAct(StrEnum):
    """What was done about who may read a thread by name."""

    PERSON_ADDED = "person_added"
    PERSON_LEFT = "person_left"
    GROUP_ADDED = "group_added"
    GROUP_JOINED = "group_joined"
    GROUP_PARTED = "group_parted"
    GROUP_DELETED = "group_deleted"


class Folder(StrEnum):
    """The lists of one's conversations."""

    INBOX = "inbox"
    UNREAD = "unread"
    SENT = "sent"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A category as pages, rules and lists know it; cached until the structure changes."""

    id: int
    slug: str
    name: str
    description: str
    colour: Colour
    position: int
    parent_id: int | None
    template: str
    levels: tuple[tuple[GroupId, Level], ...]
    facilitator_ids: frozenset[int]
    reactions: ReactionSetting = ReactionSetting.COUNTED
    takes_answers: bool = False
    checks_text: bool = False
    form: tuple[Question, ...] = ()
    is_for_cases: bool = False
    reuse: Reuse = Reuse.ASK
    days_after_reply: int | None = None
    allows_pseudonyms: bool = False
    circle_id: int | None = None
    threads_wait: Approval = NO_APPROVAL
    replies_wait: Approval = NO_APPROVAL

    def __hash__(self) -> int:
        """Tell categories apart quickly: fragments are kept by them."""
        return self.id


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member beside a post or in a list."""

    id: int
    handle: str
    name: str
    picture: str | None = None

    @property
    def is_pseudonym(self) -> bool:
        """Tell whether this is a name that a member has in one thread alone."""
        return is_pseudonym(self.handle)


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group that can take part in conversations; `automatic` for one that follows from roles."""

    id: int
    name: str
    automatic: AutomaticGroup | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """What rules ask about a member to whom somebody wants to write.

    `knows_writer` tells that they share a group that hosts made, or that the member has written in
    a conversation with the writer before.
    """

    member: MemberCard
    standing: Standing
    messages_from: MessagesFrom
    ignores_writer: bool
    knows_writer: bool
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Participants:
    """Who is in a conversation: members by name, and groups."""

    people: tuple[MemberCard, ...] = ()
    groups: tuple[GroupCard, ...] = ()


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """A small line: somebody came in, or left."""

    after_number: int
    act: AudienceAct
    member: MemberCard | None
    group_name: str
    by: MemberCard | None
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class ThreadLine:
    """One thread in a list; queries give the same one again while nothing in it has changed.

    So it is compared by being the same, which is what fragments are kept by.
    """

    id: int
    slug: str
    title: str
    category_id: int | None
    tags: tuple[str, ...]
    author: MemberCard
    last_poster: MemberCard
    reply_count: int
    writer_count: int
    created_at: datetime
    last_posted_at: datetime
    last_number: int
    is_closed: bool
    is_archived: bool
    pinned: Pin | None
    last_read: int | None
    is_new: bool
    is_answered: bool = False
    is_reserved: bool = False
    """Open by name alone."""
    is_followed: bool = False
    """Whether unread posts are counted, which is told of threads with such posts alone."""

    @property
    def unread_count(self) -> int:
        """Return how many posts came after the last one read, for a thread once opened."""
        return 0 if self.last_read is None else max(0, self.last_number - self.last_read)

    @property
    def next_number(self) -> int:
        """Return the number of the post at which reading goes on."""
        return min((self.last_read or 0) + 1, self.last_number)


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """What a facilitator put above a post."""

    words: str
    by: MemberCard
    put_at: datetime


@dataclass(frozen=True, slots=True)
class PostCard:
    """One post as the thread page shows it."""

    id: int
    thread_id: int
    number: int
    author: MemberCard
    html: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    depth: int
    reply_count: int
    parent_number: int | None
    parent_author: MemberCard | None
    withdrawn_at: datetime | None
    withdrawn_by_author: bool
    withdrawn_because: str
    locked_at: datetime | None
    locked_because: str
    files: tuple[FileCard, ...]
    reactions: tuple[ReactionCard, ...] = ()
    is_bookmarked: bool = False
    is_shared: bool = False
    is_by_guest: bool = False
    reuse: Reuse | None = None
    """What may be re-used of it, where that is less than of its thread."""
    continued_in: tuple["ThreadLink", ...] = ()
    notice: NoticeCard | None = None

    def __hash__(self) -> int:
        """Tell posts apart quickly: fragments are kept by them."""
        return self.id

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether only a tombstone may be shown."""
        return self.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """A thread as one word of a sentence."""

    id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class ActCard:
    """Something that was done with a thread, as far as its reader is told.

    `by` is None where the reader is not told who it was. Former titles and tags, and those that
    replaced them for a while, are for facilitators; others find these two empty.
    """

    kind: ActKind
    at: datetime
    after_number: int
    by: MemberCard | None
    because: str
    from_category: CategoryCard | None
    to_category: CategoryCard | None
    post_number: int | None
    before: str
    after: str
    post_count: int = 0
    """Of moved posts: how many they were."""
    is_by_machine: bool = False
    """Whether nobody did it: a timer, or what follows from something else."""
    other: ThreadLink | None = None
    """Of moved posts: where they went or came from, where the reader may see it."""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread, in either way of reading."""

    posts: tuple[PostCard, ...]
    view: ThreadView
    number: int
    last: int
    focus: int | None
