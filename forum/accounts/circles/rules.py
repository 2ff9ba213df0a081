"""May I, about circles? Pure answers.

Nobody passes by running the place: a host or a facilitator who is not in a circle has in it what
every other member has who is not.
"""

from config import CirclesBy
from forum.accounts.circles.values import Circle
from forum.accounts.values import Admission, Person, Role
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

HAS_ENDED = "This circle has ended: nobody comes in, and nothing changes but who can still read."

IS_SETTLED = "There is no end here that could be taken back."


def may_begin_circle(person: Person, wanted: CirclesBy) -> Verdict:
    """Say whether the person may begin a circle, which gives them no right in it."""
    if person.is_system:
        return ALLOWED
    if not person.is_member or person.is_guest:
        return HIDDEN
    if wanted is CirclesBy.MEMBERS or person.role is not Role.MEMBER:
        return ALLOWED
    return HIDDEN


def is_in(person: Person, circle: Circle) -> bool:
    """Tell whether the person is in the circle today."""
    return circle.id in person.groups


def may_see_circle(person: Person, circle: Circle) -> Verdict:
    """Say whether the circle exists for the person: a hidden one for those in it and invited.

    For guests it is there only while they are in it, and so for all once it has ended.
    """
    if person.is_system:
        return ALLOWED
    if not person.is_member:
        return HIDDEN
    if is_in(person, circle):
        return ALLOWED
    if person.is_guest or circle.ended_at is not None:
        return HIDDEN
    if not circle.is_hidden:
        return ALLOWED
    return ALLOWED if circle.ties.is_invited and not circle.ties.is_barred else HIDDEN


def may_see_who_is_in(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may see who is in the circle, and how many."""
    if not may_see_circle(person, circle):
        return HIDDEN
    if person.is_system or is_in(person, circle):
        return ALLOWED
    return ALLOWED if circle.shows_members and not circle.is_hidden else HIDDEN


def may_convene(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may admit, bar, name conveners and change the circle."""
    if person.is_system:
        return ALLOWED
    if not may_see_circle(person, circle):
        return HIDDEN
    return ALLOWED if person.convenes(circle.id) else HIDDEN


def may_bring_in(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may let somebody in, or ask them: not where it has ended."""
    allowed = may_convene(person, circle)
    if allowed and circle.ended_at is not None:
        return refused(HAS_ENDED)
    return allowed


def may_end_circle(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may end the circle: each of its conveners may."""
    return may_bring_in(person, circle)


def may_take_end_back(person: Person, circle: Circle, *, is_settled: bool) -> Verdict:
    """Say whether the person may let an ended circle go on: each of its conveners, for a week."""
    allowed = may_convene(person, circle)
    if allowed and (circle.ended_at is None or is_settled):
        return refused(IS_SETTLED)
    return allowed


def may_offer_to_convene(person: Person, circle: Circle, *, conveners: int) -> Verdict:
    """Say whether the person may offer to convene the circle: who is in it, when nobody does."""
    if not is_in(person, circle) or person.is_guest or circle.ended_at is not None:
        return HIDDEN
    if conveners:
        return refused("This circle has somebody who convenes it.")
    return ALLOWED


def may_join(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may come in of their own will: into an open circle."""
    verdict = _may_come(person, circle)
    if verdict and circle.admission is not Admission.OPEN:
        return refused("One does not come into this circle without being let in.")
    return verdict


def may_ask(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may ask the conveners to be let in."""
    verdict = _may_come(person, circle)
    if verdict and circle.admission is not Admission.REQUEST:
        return refused("One does not ask to come into this circle.")
    return verdict


def may_accept(person: Person, circle: Circle) -> Verdict:
    """Say whether the person may follow an invitation."""
    if not circle.ties.is_invited:
        return HIDDEN
    return _may_come(person, circle)


def may_leave_circle(person: Person, circle: Circle, *, other_conveners: int) -> Verdict:
    """Say whether the person may leave: a circle is never without a convener."""
    if not person.is_member or not is_in(person, circle):
        return HIDDEN
    if person.convenes(circle.id) and other_conveners == 0 and circle.ended_at is None:
        return refused(
            "You are the last convener: name another one, or end the circle, before you leave."
        )
    return ALLOWED


def may_end_convening(person: Person, circle: Circle, *, other_conveners: int) -> Verdict:
    """Say whether somebody can cease to be a convener; `other_conveners` would stay."""
    if not may_convene(person, circle):
        return HIDDEN
    if other_conveners == 0:
        return refused("This is the last convener: name another one first.")
    return ALLOWED


def _may_come(person: Person, circle: Circle) -> Verdict:
    if not person.is_member or not may_see_circle(person, circle):
        return HIDDEN
    if is_in(person, circle):
        return refused("You are in this circle already.")
    if circle.ties.is_barred:
        return refused("This circle is not open to you.")
    return ALLOWED
