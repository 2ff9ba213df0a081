"""May I, about entries of rounds? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import may_act_in, may_see_thread, may_write_in
from forum.discussion.values.entries import Gathering
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_read_entry(person: Person, thread: Thread, author_id: int, *, has_written: bool) -> Verdict:
    """Say whether an entry exists for the person: twin of select_readable_entries.

    No role reads it before its own entry is in: who asked the question, too, writes first. When
    the round is over, what is left of it here is its author's alone.
    """
    if person.is_system:
        return ALLOWED
    if not may_see_thread(person, thread):
        return HIDDEN
    if person.is_member and author_id == person.id:
        return ALLOWED
    if thread.gathering is Gathering.IN_THE_OPEN:
        return ALLOWED
    if thread.gathering is Gathering.APART and has_written:
        return ALLOWED
    return HIDDEN


def may_write_entry(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may write an entry, change it or take it back, while it gathers them."""
    if not person.is_member or not may_see_thread(person, thread) or not thread.is_gathering:
        return HIDDEN
    if person.is_guest:
        return refused("Guests read along in a round; its members write.")
    return may_write_in(person, thread)


def may_gather(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may let the thread gather entries: who began it, before any reply."""
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    if thread.is_conversation or thread.is_reserved or thread.gathering is not None:
        return refused("A round begins as a new thread that a whole category reads.")
    if thread.author_id != person.id or thread.last_number > 1:
        return refused("Only who begins a thread makes a round of it, before anybody replies.")
    return ALLOWED


def may_end_gathering(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may end it: who began it, or a facilitator of its category."""
    if not person.is_system:
        allowed = may_act_in(person, thread)
        if not allowed:
            return allowed
        if thread.author_id != person.id and not person.facilitates(thread.category_id):
            return refused("Only who began the round, or a facilitator, ends it.")
    if not thread.is_gathering:
        return refused("This round is over.")
    if thread.is_closed or thread.is_archived:
        return refused("This thread is closed: the entries could not be posted. Open it first.")
    return ALLOWED
