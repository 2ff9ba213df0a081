"""May I? Pure answers about sanctions, their steps and their appeals."""

from collections.abc import Iterable
from datetime import datetime

from forum.accounts.models import Member
from forum.accounts.rules import may_sanction
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.values import APPEAL_TERM, STEPS, WINDOW, SanctionKind
from forum.accounts.values import Person, Standing
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused


def next_step(history: Iterable[Sanction], moment: datetime) -> int:
    """Return the hours that are suggested: one step more for each earlier sanction that counts.

    Only what began within the window counts, so that nobody is held to something for ever.
    """
    earlier = sum(one.counts and moment - one.begun_at < WINDOW for one in history)
    return STEPS[min(earlier, len(STEPS) - 1)]


def is_running(sanction: Sanction, moment: datetime) -> bool:
    """Tell whether a sanction holds, or a removal is still to come."""
    if sanction.ended_at is not None:
        return False
    return sanction.kind is SanctionKind.REMOVAL or sanction.until > moment


def may_appeal(member_id: int | None, sanction: Sanction, moment: datetime) -> Verdict:
    """Say whether the member may ask for another look: once, while it lasts or within the term."""
    if member_id is None or member_id != sanction.member_id:
        return HIDDEN
    if sanction.appealed_at is not None:
        return refused("You have asked for another look at this already; that is possible once.")
    if sanction.ended_at is not None and sanction.ended_at < sanction.until:
        return refused("This has ended before its time.")
    if moment > max(sanction.until, sanction.begun_at + APPEAL_TERM):
        return refused("The time in which one could ask for another look is over.")
    return ALLOWED


def may_see_appeal(person: Person, sanction: Sanction) -> Verdict:
    """Say whether an appeal exists for the person: never for whom the sanction is about."""
    if sanction.appealed_at is None or not person.is_community_facilitator:
        return HIDDEN
    return HIDDEN if person.id == sanction.member_id else ALLOWED


def may_decide_appeal(person: Person, sanction: Sanction) -> Verdict:
    """Say whether the person may decide about an appeal: never who laid the sanction."""
    verdict = may_see_appeal(person, sanction)
    if verdict and person.id in {sanction.by_id, sanction.second_id}:
        return refused("You laid this sanction yourself: another facilitator looks at it anew.")
    return verdict


def may_remove(person: Person, member: Member) -> Verdict:
    """Say whether the person may be one of the two who remove a member."""
    if member.standing is Standing.LEAVING:
        return refused("This member is leaving anyway.")
    return may_sanction(person, member)


def shorter_steps(sanction: Sanction, moment: datetime) -> list[int]:
    """Return the steps that a sanction can be shortened to: of a removal, to be suspended for.

    A step that is over already means the same as lifting, and is not offered.
    """
    if sanction.kind is SanctionKind.REMOVAL:
        return list(STEPS)
    begun = sanction.begun_at.timestamp()
    ends = {hours: begun + hours * 3600 for hours in STEPS}
    # Steps end at a full hour: one that was laid lasts up to an hour longer than its name says.
    last = sanction.until.timestamp() - 3600
    return [hours for hours in STEPS if moment.timestamp() < ends[hours] < last]
