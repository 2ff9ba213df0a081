"""Reserved threads and walls for tests, made through the operations."""

from forum.accounts.models import Group, Member, Organisation
from forum.accounts.values import SYSTEM, Person
from forum.discussion.models import Thread
from forum.discussion.operations.labels import LabelChoice, Named, change_label
from forum.discussion.operations.walls import wall_off_member, wall_off_organisation
from forum.discussion.queries.threads import get_thread
from forum.discussion.values.labels import Life, Matter, Reuse
from forum.kernel.db import unit_of_work


def reserve_to(
    thread: Thread, *members: Member, groups: tuple[Group, ...] = (), by: Person = SYSTEM
) -> None:
    """Open a thread to these members and groups alone, its author among them."""
    named = Named(frozenset(one.id for one in members), frozenset(one.id for one in groups))
    with unit_of_work():
        kept = get_thread(thread.id, by=by)
        choice = LabelChoice(named, kept.reuse, kept.matter, kept.life)
        change_label(kept, choice, by=by, because="For a test.")


def relabel(
    thread: Thread,
    *,
    by: Person,
    named: Named | None = None,
    reuse: Reuse = Reuse.ASK,
    matter: Matter = Matter.NONE,
    life: Life | None = None,
    because: str = "",
) -> bool:
    """Answer the four questions about a thread anew."""
    with unit_of_work():
        choice = LabelChoice(named, reuse, matter, life or Life())
        return change_label(get_thread(thread.id, by=by), choice, by=by, because=because)


def keep_out(thread: Thread, whom: Member | Organisation, *, by: Person = SYSTEM) -> None:
    """Raise a wall between a thread and a member, or an organisation."""
    with unit_of_work():
        kept = get_thread(thread.id, by=by)
        if isinstance(whom, Member):
            wall_off_member(kept, whom, by=by)
        else:
            wall_off_organisation(kept, whom, by=by)
