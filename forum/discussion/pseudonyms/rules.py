"""May I, about pseudonyms? Pure answers; nothing here queries."""

from datetime import datetime

from forum.accounts.models import Member
from forum.accounts.values import Person, Role, Standing
from forum.discussion.models import Post, Thread
from forum.discussion.pseudonyms.models import Pseudonym, Unmasking
from forum.discussion.pseudonyms.values import (
    FEWEST_WRITERS,
    KEPT_AFTER_CLOSING,
    KEPT_WHILE_QUIET,
    Ground,
    Scene,
)
from forum.discussion.rules import (
    is_slow,
    may_facilitate_thread,
    may_reply,
    may_see_thread,
    may_start_thread,
)
from forum.discussion.values import CategoryCard
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

NOT_HERE = "In this thread everybody writes under their own name."
NO_CUSTODIANS = (
    "Pseudonyms need two custodians with a key, so that nobody can lift one alone; "
    "so many are not there yet."
)


NOT_IN_CATEGORY = "In this category everybody writes under their own name."
NOT_WHILE_SLOW = (
    "This thread is slow at present. How often somebody writes under a pseudonym nobody can count, "
    "so nobody does until it is over."
)
NOT_FOR_CASES = "A case goes through its gate, and what is declared there stands under a name."
IS_DESTROYED = (
    "Whose name this is has been destroyed, since the thread had ended. To write here again, let "
    "this browser forget its key and take a new name."
)
NOBODY_LEFT = (
    "The custodians for whom this name was sealed are not there any more. Seal it for those of "
    "today to write on."
)


def may_use_pseudonym(person: Person, thread: Thread, scene: Scene) -> Verdict:
    """Say whether the person may write in the thread under a pseudonym.

    Among few people everybody would guess; and what nobody could lift would protect the wrong.
    """
    verdict = may_reply(person, thread)
    if not verdict:
        return verdict
    if thread.is_conversation or not scene.is_allowed:
        return refused(NOT_HERE)
    if is_slow(thread) and not person.facilitates(thread.category_id):
        return refused(NOT_WHILE_SLOW)
    return _may_hide_among(scene, "write in this thread")


def may_begin_as_pseudonym(person: Person, category: CategoryCard, scene: Scene) -> Verdict:
    """Say whether the person may begin a thread in the category under a pseudonym.

    What is declared at the gate of a case is kept with its author's name, so it has none.
    """
    verdict = may_start_thread(person, category)
    if not verdict:
        return verdict
    if category.is_for_cases:
        return refused(NOT_FOR_CASES)
    if not scene.is_allowed:
        return refused(NOT_IN_CATEGORY)
    return _may_hide_among(scene, "start threads here")


def _may_hide_among(scene: Scene, what: str) -> Verdict:
    if scene.writers < FEWEST_WRITERS:
        few = "one person" if scene.writers == 1 else f"{scene.writers} people"
        return refused(
            f"Only {few} may {what}: among fewer than "
            f"{FEWEST_WRITERS} everybody could guess who a pseudonym is."
        )
    if scene.custodians < 2:
        return refused(NO_CUSTODIANS)
    return ALLOWED


def may_write_on(person: Person, thread: Thread, pseudonym: Pseudonym) -> Verdict:
    """Say whether more may be written under a pseudonym that is there already."""
    verdict = may_reply(person, thread)
    if verdict and pseudonym.muted_because:
        return refused(f"A facilitator has muted this pseudonym: {pseudonym.muted_because}")
    return verdict


def is_answered_for(pseudonym: Pseudonym, *, is_liftable: bool) -> Verdict:
    """Say whether more can be written under it: not where nobody could lift it, whatever is said."""
    if pseudonym.sealed_member is None:
        return refused(IS_DESTROYED)
    return ALLOWED if is_liftable else refused(NOBODY_LEFT)


def may_seal_again(person: Person, thread: Thread, pseudonym: Pseudonym) -> Verdict:
    """Say whether its author may seal a pseudonym for custodians who came later."""
    if not may_see_thread(person, thread):
        return HIDDEN
    if pseudonym.sealed_member is None:
        return refused(IS_DESTROYED)
    if pseudonym.sealed_key is None:
        return refused("This pseudonym was taken before it could be sealed again.")
    return ALLOWED


def may_mute(person: Person, thread: Thread, pseudonym: Pseudonym) -> Verdict:
    """Say whether the person may let nothing more be written under a pseudonym."""
    verdict = may_facilitate_thread(person, thread)
    if verdict and pseudonym.muted_because:
        return refused("This pseudonym is muted already.")
    return verdict


def may_see_custodians(person: Person) -> Verdict:
    """Say whether the person may know who the custodians are: every member may."""
    return ALLOWED if person.is_system or person.is_member else HIDDEN


def may_be_custodian(member: Member) -> Verdict:
    """Say whether the member can be named: a host could read along on the server as well."""
    if member.standing is not Standing.ACTIVE:
        return refused("Only a member who can sign in can be a custodian.")
    if member.role is Role.HOST:
        return refused("A host runs the server, and so is no custodian beside.")
    return ALLOWED


def may_unmask(person: Person, thread: Thread, *, is_custodian: bool) -> Verdict:
    """Say whether the person may ask for a pseudonym in the thread to be lifted, or decide."""
    if not is_custodian or person.role is Role.HOST:
        return HIDDEN
    return may_see_thread(person, thread)


def may_ask(ground: Ground, *, has_measures: bool) -> Verdict:
    """Say whether the ground is there: a breach of rules is first met without anybody's name."""
    if ground is Ground.BREACH and not has_measures:
        return refused(
            "For a breach of rules, withdraw the post or mute the pseudonym first: "
            "neither needs to know whose it is."
        )
    return ALLOWED


def is_waiting(unmasking: Unmasking, moment: datetime) -> bool:
    """Tell whether a second custodian can still decide."""
    return unmasking.decided_at is None and unmasking.lapses_at > moment


def may_decide(person: Person, unmasking: Unmasking, moment: datetime) -> Verdict:
    """Say whether the custodian can be the second one: never the first, and only in time."""
    if not is_waiting(unmasking, moment):
        return refused("This does not wait any more.")
    if unmasking.asked_by_id == person.id:
        return refused("You have asked for this: it needs a second custodian.")
    return ALLOWED


def may_confirm(
    person: Person, unmasking: Unmasking, moment: datetime, *, flaggers: frozenset[int]
) -> Verdict:
    """Say whether the custodian may lift it: not who wants it done, as with a flag on the post."""
    verdict = may_decide(person, unmasking, moment)
    if verdict and person.id in flaggers:
        return refused("You have flagged this pseudonym's post: another custodian has to decide.")
    return verdict


def liftable_until(thread: Thread) -> datetime:
    """Return until when the pseudonyms of a thread can be lifted, as things stand today.

    That is until it expires, half a year after it was closed or archived, and a year after its last
    post: a thread that nobody closes ends, too.
    """
    ended = min(filter(None, (thread.closed_at, thread.archived_at)), default=None)
    ends = [thread.last_posted_at + KEPT_WHILE_QUIET]
    ends += [ended + KEPT_AFTER_CLOSING] if ended else []
    ends += [thread.ends_at] if thread.ends_at else []
    return min(ends)


def is_own(post: Post, pseudonym: Pseudonym) -> bool:
    """Tell whether the post was written under the pseudonym."""
    return post.author_id == pseudonym.member_id
