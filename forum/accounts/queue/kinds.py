"""The kinds of things that wait in the queue; whoever has one fills the slot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from forum.accounts.values import Person
from forum.kernel.db import AnySelect
from forum.kernel.slots import Slot
from forum.kernel.verdicts import Verdict


class Thing(Protocol):
    """What waits, as its kind's part of the page shows it to one person."""

    @property
    def html(self) -> str:
        """Return its text, with markers to be filled for the reader; empty where it has none."""

    @property
    def may_handle(self) -> Verdict:
        """Say whether this person may decide: nobody does in their own matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueKind:
    """One kind of thing that waits for facilitators: it brings its own card, acts and rule."""

    name: str
    title: str
    """One of them, as a heading: "Flagged post"."""
    select_visible: Callable[[Person], AnySelect]
    """The ids of the things that exist for the person, in whatever state: twin of the kind's rule.

    It narrows lists, counts and badges alike, so who is not in it learns nothing from them."""
    things: Callable[[Sequence[int], Person], Mapping[int, Thing]]
    """The things of these ids as this person may see them, in one statement for all."""
    lock: Callable[[int, Person], object]
    """Locks a thing for the change, before its item in the queue is: so two never wait for each other.

    Raises NotFound for who may not see it."""
    template: str
    """The part that shows a thing and, while it waits, the form to decide about it."""
    form: Callable[[Any, Any], Any]
    """The form to decide about a thing: empty, or with the fields that were sent."""
    decide: Callable[[int, str, Any, Person], bool]
    """Does the act that a button of the form names; False when the same was done already."""
    told: Mapping[str, str]
    """What each act is, as in "You …"."""
    keys: Mapping[str, str]
    """The letter that presses the button of each act."""


queue_kinds: Slot[Callable[[], QueueKind]] = Slot("Kinds of things that wait for facilitators.")


def all_kinds() -> dict[str, QueueKind]:
    """Return all kinds by their names."""
    return {kind.name: kind for kind in (fill() for fill in queue_kinds)}
