"""What the worker does about exports and leaving, and the kind of act that exports many threads."""

from collections.abc import Sequence

from forum.accounts.pairs.kinds import PairKind, pair_kinds
from forum.accounts.rights.operations.erasures import ERASE, carry_out
from forum.accounts.rights.operations.exports import (
    MAKE,
    REMOVE,
    ask_bulk_export,
    forget_old_exports,
    make_export,
)
from forum.accounts.rights.queries import keys_of_exports
from forum.accounts.values import Role
from forum.kernel.db import unit_of_work
from forum.kernel.outbox import Errand, handles
from forum.kernel.storage import keys_in_use, storage
from forum.kernel.worker import recurring

keys_in_use.fill(keys_of_exports)

BULK_EXPORT = PairKind(
    name="bulk_export",
    title="Export of many threads",
    who="facilitators or hosts",
    roles=frozenset({Role.FACILITATOR, Role.HOST}),
    done=ask_bulk_export,
    address=lambda act: f"/exports#act-{act.id}",
)


@pair_kinds.fill
def bulk_export() -> PairKind:
    """Return the act by which two people export many threads."""
    return BULK_EXPORT


@handles(MAKE)
def make_exports(errands: Sequence[Errand]) -> None:
    """Make the archives that were asked for."""
    for errand in errands:
        make_export(errand.payload["export"])


@handles(REMOVE)
def remove_exports(errands: Sequence[Errand]) -> None:
    """Remove archives whose time is over."""
    for errand in errands:
        storage().delete(errand.payload["key"])


@handles(ERASE)
def erase_members(errands: Sequence[Errand]) -> None:
    """Erase members whose week is over, or who did not want to wait."""
    for errand in errands:
        carry_out(errand.payload["erasure"])


@recurring(every=3600)
def clear_away_exports() -> None:
    """Remove archives after seven days."""
    with unit_of_work():
        forget_old_exports()
