"""May I? Pure answers about recoveries."""

from forum.accounts.models import Member
from forum.accounts.recovery.models import Recovery
from forum.accounts.rules import may_reset
from forum.accounts.values import Person
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

ENDED = "This has ended already."


def may_begin_recovery(person: Person, member: Member) -> Verdict:
    """Say whether the person may begin to help the member back in."""
    verdict = may_reset(person, member)
    if verdict and person.id == member.id:
        return refused("You are signed in: change your own address in your preferences.")
    return verdict


def may_see_recovery(person: Person, recovery: Recovery) -> Verdict:
    """Say whether there is this recovery for the person."""
    looks_after = person.is_host or person.is_community_facilitator
    return ALLOWED if looks_after or _is_own(person, recovery) else HIDDEN


def may_agree(person: Person, recovery: Recovery) -> Verdict:
    """Say whether the person may be the second of the two: another host, or a facilitator."""
    if not may_see_recovery(person, recovery) or _is_own(person, recovery):
        return HIDDEN
    if recovery.ended_at is not None:
        return refused(ENDED)
    if recovery.agreed_by_id is not None:
        return refused("Two people have agreed already.")
    if person.id == recovery.begun_by_id:
        return refused("You began this yourself: a second person has to agree.")
    return ALLOWED


def may_stop(person: Person, recovery: Recovery) -> Verdict:
    """Say whether the person may stop the recovery: the member, a host or a facilitator."""
    verdict = may_see_recovery(person, recovery)
    if verdict and recovery.ended_at is not None:
        return refused(ENDED)
    return verdict


def _is_own(person: Person, recovery: Recovery) -> bool:
    return person.is_member and person.id == recovery.member_id
