"""Places of the discussion pages that upper packages fill."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.values import PostCard
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

files_needed: Slot[Callable[[Collection[int]], Collection[int]]] = Slot(
    "Those among some files, held by no post, that something else still needs, such as a draft."
)

post_acts: Slot[Callable[[Person, Thread, Sequence[PostCard]], Mapping[int, Sequence[ActLink]]]] = (
    Slot("Links under each post, by its id; asked once for all posts of a page.")
)
