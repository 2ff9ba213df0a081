"""May I? Pure answers about flags, the queue, the log and the pages of facilitators."""

from forum.accounts.queue.rules import may_see_queue
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.rules import (
    categories_looked_after,
    looks_after,
    may_act_in,
    may_see_category,
)
from forum.discussion.values import PostCard
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused
from forum.moderation.values import Case, FlagState, Traces


def may_flag(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may tell facilitators that the post goes against a rule.

    Who is silenced still may: losing one's voice must not mean losing protection.
    """
    allowed = may_act_in(person, thread)
    if not person.is_member or not allowed:
        return allowed if person.is_member else HIDDEN
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id == person.id:
        return refused("You wrote this post yourself: you can change or withdraw it.")
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn already.")
    return ALLOWED


def may_see_item(person: Person, case: Case) -> Verdict:
    """Say whether the flags on a post exist for this person.

    They do not for the post's author, facilitator or not: who flags must not fear the flagged.
    Flags in conversations, which no category's facilitators look after, are for those of the whole
    community. So are flags in a reserved thread where nobody to whom it is open could decide; but
    whom a wall keeps out of it meets it nowhere.
    """
    if person.is_system:
        return ALLOWED
    if case.has_expired:
        return HIDDEN
    looked_after = looks_after(person, case.category_id) and is_open_by_name(person, case)
    if case.category_id is None or (case.is_handed_on and not looked_after):
        looked_after = person.is_community_facilitator and (
            case.reserved_id not in person.grants.kept_from
        )
    if not person.is_member or not looked_after:
        return HIDDEN
    return HIDDEN if case.author_id == person.id else ALLOWED


def is_open_by_name(person: Person, about: Case | Traces) -> bool:
    """Tell whether the thread is alive and, where it is reserved, open to this person."""
    if about.has_expired:
        return False
    return about.reserved_id is None or about.reserved_id in person.grants.opened_by_name


def may_handle(person: Person, case: Case) -> Verdict:
    """Say whether the person may decide about the flags: nobody judges in their own matter."""
    verdict = may_see_item(person, case)
    if verdict and person.id in case.flagger_ids:
        return refused("You flagged this post yourself: another facilitator decides about it.")
    return verdict


def may_talk(person: Person, case: Case) -> Verdict:
    """Say whether the person may begin a conversation with the author of a flagged post.

    Nobody answers under a pseudonym, and guests and those who are gone have no conversations.
    """
    verdict = may_handle(person, case)
    if verdict and not case.author_answers:
        return refused("Its author has no conversations here, so nobody can talk with them.")
    return verdict


def state_of_flag(*, is_handled: bool, is_talked: bool, is_claimed: bool) -> FlagState:
    """Return how far facilitators are with a flag."""
    if is_handled:
        return FlagState.RESOLVED
    if is_talked:
        return FlagState.TALKED
    return FlagState.TAKEN if is_claimed else FlagState.OPEN


def may_see_log(person: Person) -> Verdict:
    """Say whether the person may read the log that is open to all members."""
    return ALLOWED if person.is_member else HIDDEN


def may_see_permissions(person: Person) -> Verdict:
    """Say whether the person may read who can do what: members do, guests meet no categories."""
    return ALLOWED if person.is_member and not person.is_guest else HIDDEN


def may_see_entry(person: Person, traces: Traces) -> Verdict:
    """Say whether an act exists for a reader of the open log, to be listed and to be counted.

    Whoever cannot see one of the categories that it touched, or the one where its thread stands
    today, does not even count it: figures would tell how lively a hidden place is.
    """
    if traces.in_conversation:
        # What came of a flag in a conversation is told to those who flagged, and to nobody here.
        return HIDDEN
    places = set(traces.categories)
    if traces.thread_category_id is not None:
        places.add(traces.thread_category_id)
    seen = person.is_member and all(may_see_category(person, id_) for id_ in places)
    return ALLOWED if seen and is_open_by_name(person, traces) else HIDDEN


def may_read_reason(person: Person, traces: Traces) -> Verdict:
    """Say whether a reader of the open log may read why.

    A reason that belongs to no category, such as that of a sanction, was told to the member whom
    it concerns. It may speak of any place, and points at a person: nobody else reads it.
    """
    if not traces.categories:
        return HIDDEN
    return may_see_entry(person, traces)


def may_see_full_log(person: Person) -> Verdict:
    """Say whether there is a full log for this person."""
    return may_see_queue(person)


def may_see_full_entry(person: Person, traces: Traces) -> Verdict:
    """Say whether an act stands in this facilitator's full log: where they look after a place."""
    if not may_see_full_log(person) or not is_open_by_name(person, traces):
        return HIDDEN
    if not traces.categories:
        return ALLOWED if person.is_community_facilitator else HIDDEN
    seen = any(looks_after(person, id_) for id_ in traces.categories)
    return ALLOWED if seen else HIDDEN


def may_open_thread_acts(person: Person, thread: Thread) -> Verdict:
    """Say whether the page with a thread's acts exists for this person."""
    if not person.is_member or not may_act_in(person, thread):
        return HIDDEN
    return ALLOWED if looks_after(person, thread.category_id) else HIDDEN


def may_write_note(person: Person, thread: Thread) -> Verdict:
    """Say whether there are notes of facilitators on the thread for this person, to read and write."""
    return may_open_thread_acts(person, thread)


def may_see_note(person: Person, thread: Thread, category_id: int | None) -> Verdict:
    """Say whether a note exists for the person, which was written when the thread stood there.

    A thread may have come from a place that they do not look after.
    """
    if not may_write_note(person, thread) or not looks_after(person, category_id):
        return HIDDEN
    return ALLOWED


def may_choose_threads(person: Person) -> Verdict:
    """Say whether the person looks after any place, and so may act on several threads at once."""
    return ALLOWED if person.is_member and categories_looked_after(person) else HIDDEN


def may_open_community_acts(person: Person) -> Verdict:
    """Say whether the pages on members and tags exist for this person."""
    return ALLOWED if person.is_community_facilitator else HIDDEN


def may_watch_words(person: Person) -> Verdict:
    """Say whether the person may see and keep the list of watched words: a host may, too."""
    return ALLOWED if person.is_community_facilitator or person.is_host else HIDDEN
