"""What search is asked and what it answers.

The unit of matching is the post. A word matches a post when its stem, taken in the post's own
language, occurs in the post's body, in its thread's title or among its thread's tags. All words
must match the same post; when fewer than twenty threads do, any of the words will do, and the page
says so. A word too common in a post's language to tell anything ("the", "der") is not asked of
that post, unless the query has nothing else for it.

The unit of the answer is the thread: one hit with its best matching post. `total` and every facet
count threads: those with at least one matching post, and those with at least one matching post of
that value. So a facet's count is the total one gets by adding it to the same query, in the same
manner of matching.

Whoever may see nothing finds nothing: an audience is required, and an empty one is never
"everyone". Posts outside the audience take part in nothing, not even in the statistics behind the
scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value", int, str)

PAGE_SIZE = 20
NOWHERE = 0
"""The category of conversations: no category has this number, and no audience names it."""
LONGEST_QUERY = 500
ENOUGH_THREADS = 20  # with fewer threads that have every word, threads with any word are shown too


class Order(Enum):
    """In which order the threads are shown."""

    RELEVANCE = "relevance"
    LATEST = "latest"  # by the newest matching post
    OLDEST = "oldest"  # by the oldest matching post
    LATEST_TOPIC = "latest_topic"  # by the beginning of the thread


class Match(Enum):
    """Whether every word is asked for or any of them."""

    AUTO = "auto"  # every word, and any of them when that is too little
    ALL = "all"
    ANY = "any"


class Status(Enum):
    """The state of a thread as a filter names it."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    NO_REPLIES = "noreplies"
    SOLVED = "solved"
    UNSOLVED = "unsolved"  # in a category where answers are marked, and none is


@dataclass(frozen=True, slots=True)
class Audience:
    """What one reader may see: these categories, without these threads, and these by name.

    A conversation stands in no category: it is found by those alone to whom it is open by name.
    """

    category_ids: frozenset[int] = frozenset()
    withheld_thread_ids: frozenset[int] = frozenset()
    opened_thread_ids: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing that this reader may see."""
        return not self.category_ids and not self.opened_thread_ids


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What search knows of a thread beside its text; it may change without touching the posts."""

    thread_id: int
    category_id: int
    """NOWHERE for a conversation."""
    created_at: datetime
    post_count: int
    is_closed: bool = False
    is_archived: bool = False
    is_solved: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A post as search keeps it: its plain text, and the title and tags of its thread."""

    post_id: int
    number: int
    author_id: int
    created_at: datetime
    language: str
    title: str
    body: str
    thread: ThreadFacts
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What one commit brings to the index; `watermark` names the last change it holds."""

    documents: tuple[SearchDocument, ...] = ()
    gone_post_ids: tuple[int, ...] = ()
    threads: tuple[ThreadFacts, ...] = ()
    watermark: int | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question to the engine, with every name already resolved to an id.

    A filter that is None does not filter; one that is an empty set lets nothing through.
    `tags` holds groups: of each group at least one. `read_up_to` keeps what its reader has not
    read: posts with a number above the last one read in their thread (0 where it is missing).
    `after` is inclusive and `before` exclusive.
    """

    audience: Audience
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    prefix: str = ""  # a last word still being typed
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[str, ...] = ()
    author_ids: frozenset[int] | None = None
    category_ids: frozenset[int] | None = None
    tags: tuple[frozenset[str], ...] = ()
    in_title: bool = False
    in_first: bool = False
    in_conversations: bool = False
    post_ids: frozenset[int] | None = None
    thread_ids: frozenset[int] | None = None
    read_up_to: Mapping[int, int] | None = None
    statuses: frozenset[Status] = frozenset()
    after: datetime | None = None
    before: datetime | None = None
    min_posts: int | None = None
    max_posts: int | None = None
    zone: str = "UTC"  # whose years the facet counts
    order: Order = Order.RELEVANCE
    match: Match = Match.AUTO
    page: int = 1
    size: int = PAGE_SIZE
    facet_limit: int | None = 12  # tags and authors shown; None shows all, 0 counts nothing


class Hit(NamedTuple):
    """A thread that was found, by its best matching post."""

    thread_id: int
    post_id: int
    number: int
    author_id: int
    score: float
    has_all_words: bool


@dataclass(frozen=True, slots=True)
class Facet(Generic[Value]):
    """How many of the found threads have a matching post with this value."""

    value: Value
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The counts beside the results, the most frequent values first."""

    categories: tuple[Facet[int], ...] = ()
    tags: tuple[Facet[str], ...] = ()
    authors: tuple[Facet[int], ...] = ()
    years: tuple[Facet[int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of found threads.

    `match` tells how the words were taken in the end. `unsearchable` are the words and phrases
    that hold nothing one could look for, such as "!!!".
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Facets = field(default_factory=Facets)
    match: Match = Match.ALL
    unsearchable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """The state of an index. `problem` is empty when it can be used as it is."""

    posts: int = 0
    segments: int = 0
    deleted: int = 0
    bytes: int = 0
    watermark: int | None = None
    problem: str = ""
    rebuild_is_due: bool = False
