"""May I, about break-glass? Pure answers; nothing here queries."""

from datetime import datetime

from forum.accounts.pairs.models import PairAct
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import has_expired, may_see_thread, reads_by_glass
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_ask_glass(person: Person) -> Verdict:
    """Say whether the person may ask to read what is not open to them: hosts may.

    Facilitators see the page, since they can be the second person.
    """
    if person.is_host:
        return ALLOWED
    if person.is_community_facilitator:
        return refused("Only a host asks for this; you can be the second person.")
    return HIDDEN


def may_end_glass(
    person: Person, act: PairAct, until: datetime | None, moment: datetime
) -> Verdict:
    """Say whether the person may end it early: who asked for it, or who confirmed it."""
    if person.id not in {act.asked_by_id, act.decided_by_id}:
        return HIDDEN
    if until is None or until <= moment:
        return refused("This is over already.")
    return ALLOWED


def may_be_let_in(person: Person, thread: Thread | None) -> Verdict:
    """Say whether break-glass opens the thread to this host.

    Never a conversation or what has expired, and never what a wall keeps from them: then another host must do it. What
    they read anyway needs no opening.
    """
    if not person.is_host or thread is None or thread.is_conversation:
        return HIDDEN
    if has_expired(thread):
        return HIDDEN
    if thread.id in person.grants.walled:
        return HIDDEN
    is_open = may_see_thread(person, thread) and not reads_by_glass(person, thread)
    return HIDDEN if is_open else ALLOWED
