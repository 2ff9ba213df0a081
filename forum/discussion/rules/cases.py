"""May I, about cases? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import may_see_thread
from forum.discussion.values.cases import Conflict
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_answer_case(person: Person, thread: Thread, answer: Conflict) -> Verdict:
    """Say whether the person may answer about conflicts with the case: whoever is asked.

    Who reads it already may still find a conflict, but for its author.
    """
    if thread.id in person.grants.asked:
        return ALLOWED
    if not person.is_member or not may_see_thread(person, thread):
        return HIDDEN
    if answer is Conflict.SOME and thread.author_id != person.id:
        return ALLOWED
    return refused("This case is open to you already.")


def may_see_declaration(person: Person, thread: Thread) -> Verdict:
    """Say whether what was declared of the case exists for this person: author and facilitators."""
    if not may_see_thread(person, thread):
        return HIDDEN
    is_theirs = thread.author_id == person.id or person.facilitates(thread.category_id)
    return ALLOWED if is_theirs or person.is_system else HIDDEN


def may_change_declaration(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may declare something else of the case: only its author."""
    verdict = may_see_declaration(person, thread)
    if verdict and thread.author_id != person.id and not person.is_system:
        return refused("Only its author declares what a case is.")
    return verdict


def may_see_openings(person: Person, thread: Thread) -> Verdict:
    """Say whether the person may read who has opened the case: its author; others only themselves."""
    if not person.is_member or not may_see_thread(person, thread):
        return HIDDEN
    if thread.author_id == person.id:
        return ALLOWED
    return refused("Who has opened a case is told to its author alone.")
