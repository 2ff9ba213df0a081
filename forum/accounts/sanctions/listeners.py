"""What recurs about sanctions: a machine ends what is over, and says so."""

from forum.accounts.pairs.kinds import PairKind, pair_kinds
from forum.accounts.sanctions.operations.removals import REMOVE_MEMBER, let_removals_take_effect
from forum.accounts.sanctions.operations.sanctions import let_sanctions_run_out
from forum.kernel.db import unit_of_work
from forum.kernel.worker import recurring

QUARTER_OF_HOUR = 900.0


@pair_kinds.fill
def removal_of_member() -> PairKind:
    """Return the act by which two facilitators remove a member."""
    return REMOVE_MEMBER


@recurring(every=QUARTER_OF_HOUR)
def end_what_is_over() -> None:
    """Let sanctions run out, and removals take effect."""
    with unit_of_work():
        let_sanctions_run_out()
        let_removals_take_effect()
