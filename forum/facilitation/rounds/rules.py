"""May I, about rounds? Pure answers; nothing here queries."""

from collections.abc import Collection
from datetime import datetime

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules import (
    may_end_gathering,
    may_facilitate_category,
    may_start_thread,
    may_write_entry,
)
from forum.discussion.values import CategoryCard
from forum.facilitation.rounds.models import Commitment, JournalEntry
from forum.facilitation.rounds.values import Phase, Way
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_begin_round(
    person: Person, category: CategoryCard, *, open_to_members: Collection[int]
) -> Verdict:
    """Say whether the person may begin a round here: who looks after the place may.

    Where that is allowed, everybody may who starts threads.
    """
    verdict = may_start_thread(person, category)
    if not verdict:
        return verdict
    if category.is_for_cases:
        return refused("Threads about cases are no rounds.")
    if person.facilitates(category.id) or category.id in open_to_members:
        return ALLOWED
    return refused("Only a facilitator begins rounds in this category.")


def may_begin_somewhere(categories: Collection[CategoryCard]) -> Verdict:
    """Say whether there is a category in which the person may begin a round."""
    return ALLOWED if categories else HIDDEN


def may_allow_rounds(person: Person, category: CategoryCard) -> Verdict:
    """Say whether the person may let all members begin rounds in a category."""
    if category.is_for_cases:
        return refused("Threads about cases are no rounds.")
    return may_facilitate_category(person, category.id)


def may_write_now(
    person: Person, thread: Thread, phase: Phase, moment: datetime, *, has_entry: bool
) -> Verdict:
    """Say whether the person may write their entry at the moment, or change it."""
    verdict = may_write_entry(person, thread)
    if not verdict or has_entry:
        return verdict
    if phase.way is Way.TURNS and phase.turn_of != person.id:
        return refused("It is somebody else's turn, or you are not in the order of this round.")
    is_early = phase.first_until is not None and moment < phase.first_until
    if is_early and not phase.group_ids & person.groups:
        return refused("Others write first in this round: read along until it is your time.")
    return ALLOWED


def may_pass_turn(person: Person, thread: Thread, phase: Phase) -> Verdict:
    """Say whether the person may let the turn at hand go by: whose it is, or who holds the round."""
    if phase.turn_of is None or not thread.is_gathering:
        return HIDDEN
    if phase.turn_of == person.id:
        return may_write_entry(person, thread)
    return may_end_gathering(person, thread)


def may_keep_for_oneself(person: Person) -> Verdict:
    """Say whether the person may keep a journal and commitments: every member may, silenced or not."""
    return ALLOWED if person.is_member and not person.is_guest else HIDDEN


def may_see_own(person: Person, thing: JournalEntry | Commitment) -> Verdict:
    """Say whether an entry of a journal, or a commitment, exists for the person: their own alone.

    No role reads them, and the system has no reason to.
    """
    return ALLOWED if person.is_member and thing.member_id == person.id else HIDDEN
