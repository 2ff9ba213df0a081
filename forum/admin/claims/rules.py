"""May I? Pure answers about claims."""

from forum.accounts.models import Member
from forum.accounts.rules import may_see_member
from forum.accounts.values import Person, Standing
from forum.admin.claims.models import Claim
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def may_claim(person: Person, placeholder: Member) -> Verdict:
    """Say whether the person may claim what an archive has under this name."""
    if not person.is_member or not may_see_member(person, placeholder):
        return HIDDEN
    if placeholder.standing is not Standing.PLACEHOLDER:
        return HIDDEN
    if placeholder.claimed_by_id is not None:
        return refused("These posts have found their author already.")
    return ALLOWED


def may_see_claims(person: Person) -> Verdict:
    """Say whether the person may see which claims wait."""
    return ALLOWED if person.is_community_facilitator or person.is_host else HIDDEN


def may_decide_claim(person: Person, claim: Claim) -> Verdict:
    """Say whether the person may grant or refuse the claim: never one's own."""
    if not may_see_claims(person):
        return HIDDEN
    if claim.member_id == person.id:
        return refused("Somebody else decides about your own claim.")
    return ALLOWED
