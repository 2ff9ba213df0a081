"""May I, about buddies, and who fits with whom? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.facilitation.buddies.models import BuddyPair
from forum.facilitation.buddies.values import MOST_HOURS_APART, MOST_PAIRS, Candidate
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_wish(person: Person) -> Verdict:
    """Say whether the person may say that they would like a buddy: members may, guests not."""
    return ALLOWED if person.is_member and not person.is_guest else HIDDEN


def may_propose(person: Person) -> Verdict:
    """Say whether the person may propose two members to each other."""
    return ALLOWED if person.is_community_facilitator else HIDDEN


def may_answer(person: Person, pair: BuddyPair) -> Verdict:
    """Say whether the person may say yes or no to a proposal: the two may, while it waits."""
    if not person.is_member or person.id not in {pair.first_id, pair.second_id}:
        return HIDDEN
    if pair.ended_at is not None or pair.began_at is not None:
        return refused("This proposal does not wait for an answer any more.")
    return ALLOWED


def may_end(person: Person, pair: BuddyPair) -> Verdict:
    """Say whether the person may end the pair: each of the two may, and gives no reason."""
    if not person.is_member or person.id not in {pair.first_id, pair.second_id}:
        return HIDDEN
    if pair.began_at is None or pair.ended_at is not None:
        return refused("You are no buddies any more, or not yet.")
    return ALLOWED


def fit(one: Candidate, other: Candidate) -> bool:
    """Tell whether two members can be proposed to each other.

    They share a language, as far as both name any, have clocks that are not far apart, belong to
    different organisations, and neither keeps away from the other.
    """
    if one.member.id == other.member.id or max(one.pairs, other.pairs) >= MOST_PAIRS:
        return False
    if other.member.id in one.apart or one.member.id in other.apart:
        return False
    if one.organisations & other.organisations:
        return False
    if one.languages and other.languages and not one.languages & other.languages:
        return False
    return hours_apart(one, other) <= MOST_HOURS_APART


def hours_apart(one: Candidate, other: Candidate) -> float:
    """Return how far the clocks of two members are apart, round the globe."""
    hours = abs(one.hours - other.hours) % 24
    return min(hours, 24 - hours)


def closeness(one: Candidate, other: Candidate) -> tuple[int, int, float, int]:
    """Return what candidates are put in order by, the closest first."""
    areas, languages = one.areas & other.areas, one.languages & other.languages
    return -len(areas), -len(languages), hours_apart(one, other), other.member.id
