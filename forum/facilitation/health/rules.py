"""May I? Pure answers about the figures of the community."""

from collections.abc import Collection

from forum.accounts.values import Person
from forum.facilitation.health.values import Measure
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict


def may_see_health(person: Person) -> Verdict:
    """Say whether the page exists for the person: for members, who read there what is measured."""
    return ALLOWED if person.is_member and not person.is_guest else HIDDEN


def may_see_measure(person: Person, measure: Measure, opened: Collection[Measure]) -> Verdict:
    """Say whether the person sees the figures: facilitators do, all once the community wants it.

    Running the installation gives no right to see them.
    """
    if not may_see_health(person):
        return HIDDEN
    return ALLOWED if person.facilitates_somewhere or measure in opened else HIDDEN


def may_open_measures(person: Person) -> Verdict:
    """Say whether the person carries out what the community decided about its figures."""
    return ALLOWED if person.is_community_facilitator else HIDDEN


def may_set_up_health(person: Person) -> Verdict:
    """Say whether the person keeps the list of role groups, and the working days."""
    return ALLOWED if person.is_host else HIDDEN


def may_choose_role_group(person: Person) -> Verdict:
    """Say whether the person can say what they are."""
    return may_see_health(person)


def may_answer_pulse(person: Person) -> Verdict:
    """Say whether the three questions are for this person."""
    return may_see_health(person)
