"""May I? Pure answers about identities at a provider."""

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_link_identity(person: Person, member: Member) -> Verdict:
    """Say whether the person may link an identity to the member: only they may."""
    return ALLOWED if person.is_member and person.id == member.id else HIDDEN


def may_unlink_identity(person: Person, member: Member, *, other_ways: int) -> Verdict:
    """Say whether the person may take an identity away; `other_ways` lead in as well."""
    if not may_link_identity(person, member):
        return HIDDEN
    if not other_ways:
        return refused("You would have no way in. Set a password first, with a link by mail.")
    return ALLOWED
