"""Places of the discussion pages that upper packages fill."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from forum.accounts.values import Person
from forum.discussion.models import HeldPost, Thread
from forum.discussion.values import CategoryCard, PostCard
from forum.kernel.slots import Slot


@dataclass(frozen=True, slots=True)
class ActLink:
    """A link beside a thread or a post, to the page where something can be done with it."""

    label: str
    address: str
    count: int = 0


similar_threads: Slot[Callable[[Person, str, frozenset[int]], Sequence[int]]] = Slot(
    "Threads that talk of what a text talks of, by their ids, the most alike first, but not some of "
    "them; whoever asks looks each of them up again for this person."
)

thread_acts: Slot[Callable[[Person, Thread], Sequence[ActLink]]] = Slot(
    "Links at the head of a thread, for what this person may do with it."
)


on_thread_head: Slot[Callable[[Person, Thread], Markup]] = Slot(
    "A line at the head of a thread for this reader, as safe HTML; empty for nothing."
)

on_line: Slot[Callable[[int], str]] = Slot(
    "A word beside a thread, by its id, wherever it stands in a list; empty for nothing. It is asked "
    "for every line, so it must not cost a statement, and shows to all who see the line."
)

on_home: Slot[Callable[[Person], Markup]] = Slot(
    "A box above the latest threads, as safe HTML; empty for nothing."
)

unwanted_by: Slot[Callable[[str, Collection[int]], Collection[int]]] = Slot(
    "Those among some members who do not want to be told for a cause, by its word."
)


@dataclass(frozen=True, slots=True)
class FurtherQuestion:
    """Something more that the author of a new thread may say, in fields of an upper package.

    A draft keeps the fields; a chosen field belongs into `values.drafts.CHOSEN_FIELDS`.
    """

    show: Callable[[Mapping[str, str], Mapping[str, str]], Markup]
    """Return the fields with what was typed, and with what is wrong, by field."""
    check: Callable[[Mapping[str, str], Person], Any]
    """Return what was said. Raises Invalid for what cannot be accepted."""
    keep: Callable[[Thread | HeldPost, Any, Person], None]
    """Keep it with the thread, or with the post that waits to begin it."""


further_questions: Slot[Callable[[], FurtherQuestion]] = Slot(
    "What else the form of a new thread asks for."
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody is about to publish: a text as typed and its words alone, with what is beside it.

    `before` is what stood there until now: what was in it is not looked at again.
    """

    raw: str
    words: str
    language: str
    title: str = ""
    tags: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is made of a wording by the words that a community watches."""

    raw: str
    title: str
    tags: tuple[str, ...]
    blocked: tuple[str, ...] = ()
    """What keeps it from being published."""
    warned: Mapping[int, str] = field(default_factory=dict)
    """What its writer shall look at again, with a number for each."""
    is_held: bool = False
    """Whether a facilitator shall look at it first."""


watch_words: Slot[Callable[[Wording], Watched]] = Slot(
    "What is made of a text before it is published; one who fills it is enough."
)

files_needed: Slot[Callable[[Collection[int]], Collection[int]]] = Slot(
    "Those among some files, held by no post, that something else still needs, such as a draft."
)

list_acts: Slot[Callable[[Person, CategoryCard | None], Sequence[ActLink]]] = Slot(
    "Links at the head of a list of threads, of everything or of a category."
)

undo_pages: Slot[Callable[[Person, Thread], str]] = Slot(
    "Where this person undoes what was done with a thread; empty for who may not."
)

round_panels: Slot[Callable[[Person, Thread], Markup]] = Slot(
    "What stands below the posts of a thread that gathers entries, or did, as safe HTML; no other "
    "thread asks for it."
)

post_acts: Slot[Callable[[Person, Thread, Sequence[PostCard]], Mapping[int, Sequence[ActLink]]]] = (
    Slot("Links under each post, by its id; asked once for all posts of a page.")
)
