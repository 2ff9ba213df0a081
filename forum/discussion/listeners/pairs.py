"""The kinds of act of two in discussions."""

from forum.accounts.pairs.kinds import PairKind, pair_kinds
from forum.discussion.operations.glass import BREAK_GLASS
from forum.discussion.operations.self_walls import TAKE_CONFLICT_BACK


@pair_kinds.fill
def break_glass() -> PairKind:
    """Return the act by which two people open a thread to a host."""
    return BREAK_GLASS


@pair_kinds.fill
def take_conflict_back() -> PairKind:
    """Return the act by which two facilitators let a member in who was mistaken about a conflict."""
    return TAKE_CONFLICT_BACK
