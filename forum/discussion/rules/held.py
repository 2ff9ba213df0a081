"""May I, about posts that wait? Pure answers; nothing here queries."""

from forum.accounts.values import Person, Role
from forum.discussion.models import HeldPost, Thread
from forum.discussion.rules.categories import looks_after
from forum.discussion.rules.threads import has_expired
from forum.discussion.values.held import Approval, Approving, HeldState
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def must_wait(person: Person, category_id: int, approval: Approval) -> bool:
    """Tell whether what the person writes in the category waits for a facilitator there.

    Who looks after the category waits for nobody.
    """
    if person.is_system or person.facilitates(category_id):
        return False
    named = bool(approval.groups & person.groups)
    return {
        Approving.NONE: False,
        Approving.ALL: True,
        Approving.ALL_EXCEPT: not named,
        Approving.ONLY: named,
    }[approval.approving]


def may_be_new(person: Person) -> bool:
    """Tell whether the first posts of such a person may have to wait: never those of helpers."""
    is_helper = person.looks_after_somewhere or person.role is not Role.MEMBER
    return person.is_member and not is_helper


def may_see_held(person: Person, held: HeldPost, thread: Thread | None) -> Verdict:
    """Say whether a post that waits exists for the person: its author, and who may decide."""
    if person.is_system or (person.is_member and held.author_id == person.id):
        return ALLOWED
    return may_decide_held(person, held, thread)


def may_decide_held(person: Person, held: HeldPost, thread: Thread | None) -> Verdict:
    """Say whether the person may publish it or not: who looks after the place, and reads there.

    To its author it is never open in this way, facilitator or not. What is open by name alone is so
    to facilitators, too.
    """
    if not person.is_member or held.author_id == person.id:
        return HIDDEN
    category_id = held.category_id if thread is None else thread.category_id
    if not looks_after(person, category_id):
        return HIDDEN
    if thread is not None:
        if has_expired(thread):
            return HIDDEN
        if thread.is_reserved and thread.id not in person.grants.opened_by_name:
            return HIDDEN
    return ALLOWED


def may_change_held(person: Person, held: HeldPost) -> Verdict:
    """Say whether the person may change it or take it back: its author, while it waits."""
    if not person.is_member or held.author_id != person.id:
        return HIDDEN
    return ALLOWED if held.is_waiting else refused("A facilitator has decided about this already.")


def may_take_held_back(person: Person, held: HeldPost) -> Verdict:
    """Say whether the person may remove it: its author, as long as it is not published."""
    if not person.is_member or held.author_id != person.id:
        return HIDDEN
    if held.state is HeldState.PUBLISHED:
        return refused("This is published: withdraw the post itself.")
    return ALLOWED
