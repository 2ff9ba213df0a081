"""The kinds of acts that need two people; whoever has one fills the slot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from forum.accounts.pairs.models import PairAct
from forum.accounts.values import Person, Role
from forum.kernel.slots import Slot
from forum.kernel.verdicts import ALLOWED, Verdict

WEEK = timedelta(days=7)


def _anybody(_person: Person, _act: PairAct) -> Verdict:
    return ALLOWED


@dataclass(frozen=True, slots=True, kw_only=True)
class PairKind:
    """One kind of act that needs two people."""

    name: str
    title: str
    """What is asked for, as a heading: "Export of many threads"."""
    who: str
    """Who they are, in the plural, as in "It needs two …"."""
    roles: frozenset[Role]
    """The roles for the whole community that may ask and confirm."""
    done: Callable[[PairAct], None]
    """Does it, in the transaction of the confirmation."""
    address: Callable[[PairAct], str]
    """The page where the second person reads of it and decides."""
    may_confirm: Callable[[Person, PairAct], Verdict] = _anybody
    """What is asked beside the role, such as not being the one whom it is about."""
    lasts: timedelta = WEEK
    """For so long it waits."""


pair_kinds: Slot[Callable[[], PairKind]] = Slot("Kinds of acts that need two people.")


def kind_named(name: str) -> PairKind:
    """Return a kind by its name. Raises LookupError for one that nobody has."""
    for fill in pair_kinds:
        if (kind := fill()).name == name:
            return kind
    raise LookupError(f"There is no kind of act {name!r}.")


def all_kinds() -> list[PairKind]:
    """Return all kinds."""
    return [fill() for fill in pair_kinds]
