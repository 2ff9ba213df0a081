"""What pages and events carry about discussions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from forum.accounts.values import (
    AutomaticGroup,
    GroupId,
    Level,
    MessagesFrom,
    Standing,
    ThreadView,
)
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
GRACE_MINUTES = 5
"""An edit this soon after writing, or after the last edit, makes no version of its own."""
LONGEST_DRAFT_FIELDS = 65_536
"""Bytes of UTF-8 in all fields of a draft beside its text."""
MOST_DRAFTS = 200
DRAFT_DAYS = 180
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


class DraftKind(StrEnum):
    """The places that one can be writing in."""

    THREAD = "thread"
    REPLY = "reply"
    EDIT = "edit"
    CONTINUE = "continue"
    CONVERSATION = "conversation"


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


class QuestionKind(StrEnum):
    """What an answer to a question of a form is made of."""

    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a category's form; its key is never given to another one."""

    key: int
    label: str
    kind: QuestionKind
    help: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False

    def input_name(self, category_id: int) -> str:
        """Return the name of its input, which no other question anywhere has."""
        return f"answer-{category_id}-{self.key}"


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
    form: tuple[Question, ...] = ()

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
    is_shared: bool = False
    continued_in: tuple["ThreadLink", ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether only a tombstone may be shown."""
        return self.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread, in either way of reading."""

    posts: tuple[PostCard, ...]
    view: ThreadView
    number: int
    last: int
    focus: int | None


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where somebody is writing: in reply to a thread, at a post, or a new thread."""

    kind: DraftKind
    thing_id: int = 0

    def __str__(self) -> str:
        """Return the place as forms carry it."""
        return f"{self.kind}/{self.thing_id}"


@dataclass(frozen=True, slots=True)
class DraftText:
    """Everything that was typed in one form and not sent."""

    body: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in it that somebody would miss."""
        typed = (value for name, value in self.fields.items() if name not in CHOSEN_FIELDS)
        return not self.body.strip() and not any(value.strip() for value in typed)


CHOSEN_FIELDS = frozenset({"category", "groups", "revision", "to"})
"""Fields of drafts that nobody types."""


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft as its author's pages show it."""

    id: int
    place: DraftPlace
    sequence: int
    text: DraftText
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """A thread as one word of a sentence."""

    id: int
    slug: str
    title: str
