"""May I, about walls that members raised for themselves? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Thread, Wall
from forum.discussion.rules.threads import has_expired
from forum.discussion.values.labels import WallKind
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_take_conflict_back(person: Person, wall: Wall | None) -> Verdict:
    """Say whether the person may ask to be let in again: of what they said of themselves alone."""
    if wall is None or wall.kind is not WallKind.SELF or wall.member_id != person.id:
        return HIDDEN
    if not person.is_member or person.is_guest:
        return HIDDEN
    if wall.wished_at is not None:
        return refused("You have asked already.")
    return ALLOWED


def may_decide_conflict(person: Person, thread: Thread, wall: Wall) -> Verdict:
    """Say whether the person may be one of the two who decide about such a wish.

    A facilitator of the community may, whom no wall keeps from the case, and who is not its author:
    authors are told how many stay out, and never who.
    """
    if not person.is_community_facilitator or has_expired(thread) or wall.wished_at is None:
        return HIDDEN
    is_apart = person.id in {wall.member_id, thread.author_id}
    return HIDDEN if is_apart or thread.id in person.grants.walled else ALLOWED
