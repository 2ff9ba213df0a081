"""May I, about one's own membership? Pure answers."""

from collections.abc import Sequence

from forum.accounts.models import Member
from forum.accounts.rules import is_last_host
from forum.accounts.values import Person
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_pause(person: Person, member: Member) -> Verdict:
    """Say whether the person may pause the membership, or be listed or not: it is their own."""
    return ALLOWED if person.is_member and person.id == member.id else HIDDEN


def may_leave_community(
    person: Person, member: Member, *, other_hosts: int, sole_convener_of: Sequence[str]
) -> Verdict:
    """Say whether the member may leave: not as the last host, nor as a circle's last convener."""
    if not person.is_member or person.id != member.id:
        return HIDDEN
    if is_last_host(member, other_hosts):
        return refused("You are the last active host: make somebody else a host first.")
    if sole_convener_of:
        names = ", ".join(sole_convener_of)
        return refused(f"You are the only convener of {names}: name another one first.")
    return ALLOWED
