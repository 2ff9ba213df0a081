"""May I? Pure answers about acts that need two people."""

from datetime import datetime

from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.values import Person
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_ask_pair(person: Person, kind: PairKind) -> Verdict:
    """Say whether the person may ask for acts of this kind, and read what was asked."""
    return ALLOWED if person.is_member and person.role in kind.roles else HIDDEN


def is_waiting(act: PairAct, moment: datetime) -> bool:
    """Tell whether a second person can still decide."""
    return act.decided_at is None and act.lapses_at > moment


def may_confirm_pair(person: Person, kind: PairKind, act: PairAct, moment: datetime) -> Verdict:
    """Say whether the person can be the second one: never the same as the first."""
    if not may_ask_pair(person, kind):
        return HIDDEN
    if not is_waiting(act, moment):
        return refused("This does not wait any more.")
    if person.id == act.asked_by_id:
        return refused("You have asked for this: it needs a second person.")
    return kind.may_confirm(person, act)


def may_refuse_pair(person: Person, kind: PairKind, act: PairAct, moment: datetime) -> Verdict:
    """Say whether the person may refuse it, or take back what they asked for."""
    if not may_ask_pair(person, kind):
        return HIDDEN
    return ALLOWED if is_waiting(act, moment) else refused("This does not wait any more.")


def missing_second(kind: PairKind, others: int) -> str:
    """Say what is missing where nobody else could confirm; empty where somebody can."""
    if others:
        return ""
    return f"It needs two {kind.who}, and you are the only one: it waits until there is another."
