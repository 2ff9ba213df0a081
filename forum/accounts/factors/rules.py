"""May I? Pure answers about second factors."""

from config import SecondFactorFor
from forum.accounts.models import Member
from forum.accounts.rules import may_manage_members
from forum.accounts.values import Person, Role
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

_ROLES = {
    SecondFactorFor.NOBODY: frozenset[Role](),
    SecondFactorFor.HOSTS: frozenset({Role.HOST}),
    SecondFactorFor.FACILITATORS: frozenset({Role.HOST, Role.FACILITATOR}),
    SecondFactorFor.EVERYONE: frozenset(Role),
}


def must_have_factor(role: Role, wanted: SecondFactorFor) -> bool:
    """Tell whether members with this role must have a second factor here."""
    return role in _ROLES[wanted]


def lacks_factor(person: Person, wanted: SecondFactorFor) -> bool:
    """Tell whether the person must set up a second factor before anything else."""
    if not person.is_member or person.has_second_factor:
        return False
    looks_after = person.facilitates_somewhere and wanted is SecondFactorFor.FACILITATORS
    return looks_after or must_have_factor(person.role, wanted)


def may_change_factors(person: Person, member: Member) -> Verdict:
    """Say whether the person may change what the member proves with: only they may."""
    return ALLOWED if person.is_member and person.id == member.id else HIDDEN


def may_remove_factor(person: Person, member: Member, wanted: SecondFactorFor) -> Verdict:
    """Say whether the person may give up their last second factor."""
    if not may_change_factors(person, member):
        return HIDDEN
    if must_have_factor(member.role, wanted):
        return refused("Your role here needs a second factor. Set up another one first.")
    return ALLOWED


def may_free_from_factors(person: Person, member: Member) -> Verdict:
    """Say whether the person may help a member who has lost every second factor: hosts may."""
    if not may_manage_members(person):
        return HIDDEN
    if person.id == member.id:
        return refused("Another host does this for you; you have your recovery codes.")
    return ALLOWED
