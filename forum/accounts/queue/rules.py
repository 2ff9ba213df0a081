"""May I? Pure answers about the queue; who may decide about a thing, its kind says."""

from datetime import datetime

from forum.accounts.queue.values import Claimed
from forum.accounts.values import Person
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_see_queue(person: Person) -> Verdict:
    """Say whether there is a queue for this person."""
    return ALLOWED if person.is_member and person.looks_after_somewhere else HIDDEN


def may_decide(person: Person, may_handle: Verdict, claimed: Claimed | None) -> Verdict:
    """Say whether the person may decide now: who has claimed something has it to themselves."""
    if may_handle and claimed is not None and claimed.member_id != person.id:
        return refused(f"{claimed.name} has claimed this. Take it over if it cannot wait.")
    return may_handle


def holds_at(until: datetime | None, moment: datetime) -> bool:
    """Tell whether a claim until then holds at the moment: claims end by themselves."""
    return until is not None and until > moment
