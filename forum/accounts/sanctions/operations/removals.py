"""Removing a member: two facilitators decide, and nothing happens before there was time to answer."""

from sqlalchemy import or_, select

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.members import deactivate_member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import ask_pair
from forum.accounts.sanctions.events import MemberRemoved, RemovalBegun
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.operations.sanctions import lay
from forum.accounts.sanctions.queries import find_running
from forum.accounts.sanctions.rules import may_remove
from forum.accounts.sanctions.tokens import appeal_link
from forum.accounts.sanctions.values import BY_MACHINE, NOTICE, SanctionKind
from forum.accounts.values import SYSTEM, Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import ALLOWED, Verdict, refused, require


def ask_to_remove(member: Member, *, because: str, by: Person) -> PairAct:
    """Ask a second facilitator to remove a member. Raises Conflict while one waits, or is decided."""
    require(may_remove(by, member))
    if find_running(member.id, SanctionKind.REMOVAL) is not None:
        raise Conflict("Two facilitators have decided this already.")
    return ask_pair(REMOVE_MEMBER, because=because, by=by, subject_id=member.id)


def begin_removal(act: PairAct) -> None:
    """Tell the member what two have decided, why, and until when they can answer.

    Who cannot be removed any more, since they have left or been given a role, is let be.
    """
    member = db.session.get(Member, act.subject_id, with_for_update=True)
    gone = {Standing.DEACTIVATED, Standing.LEAVING, Standing.LEFT}
    if member is None or member.standing in gone or member.role not in {Role.MEMBER, Role.GUEST}:
        return
    sanction = lay(
        SanctionKind.REMOVAL,
        member,
        until=now() + NOTICE,
        because=act.because,
        by_id=act.asked_by_id,
        second_id=act.decided_by_id,
    )
    announce(
        RemovalBegun(
            sanction_id=sanction.id,
            member_id=member.id,
            by_id=sanction.by_id,
            second_id=sanction.second_id,
            until=sanction.until,
            because=sanction.because,
        )
    )
    until, link = full_time(sanction.until, member.timezone), appeal_link(member.id)
    tell(member, "removal_begun", until=until, because=sanction.because, link=link)


def let_removals_take_effect() -> int:
    """Close the accounts whose time to answer is over; return how many. Appeals that wait keep them."""
    due = select(Sanction).where(
        Sanction.kind == SanctionKind.REMOVAL,
        Sanction.ended_at.is_(None),
        Sanction.took_effect_at.is_(None),
        Sanction.until <= now(),
        or_(Sanction.appealed_at.is_(None), Sanction.decided_at.is_not(None)),
    )
    rows = db.session.scalars(due.order_by(Sanction.id)).all()
    for sanction in rows:
        _take_effect(sanction)
    return len(rows)


def _take_effect(sanction: Sanction) -> None:
    member = sanction.member
    sanction.took_effect_at = now()
    if member.standing is not Standing.ACTIVE:
        return
    deactivate_member(member, by=SYSTEM, because=BY_MACHINE)
    announce(MemberRemoved(sanction_id=sanction.id, member_id=member.id))
    tell(member, "removed", because=sanction.because, link=appeal_link(member.id))


def _is_not_about(person: Person, act: PairAct) -> Verdict:
    if act.subject_id == person.id:
        return refused("This is about you: somebody else has to confirm it.")
    return ALLOWED


REMOVE_MEMBER = PairKind(
    name="remove_member",
    title="The removal of a member",
    who="facilitators of the community",
    roles=frozenset({Role.FACILITATOR}),
    done=begin_removal,
    may_confirm=_is_not_about,
    address=lambda act: f"/removals#act-{act.id}",
)
