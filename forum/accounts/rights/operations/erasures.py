"""Acts on leaving: ask to be erased, stop it, have it done at once, and doing it."""

from datetime import timedelta

from sqlalchemy import select

from forum.accounts.holdings import Leaving, Parting
from forum.accounts.keeping import all_holdings
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.confirmations import forget_confirmations
from forum.accounts.operations.members import count_other_hosts
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.rights.events import LeavingAsked, LeavingStopped, MemberErased
from forum.accounts.rights.models import Erasure
from forum.accounts.rights.queries import find_erasure
from forum.accounts.rights.rules import may_leave_for_good, may_stop_leaving
from forum.accounts.rights.values import WAIT
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.text import fold
from forum.kernel.verdicts import require

ERASE = "rights.erase"


def ask_to_leave(
    member: Member,
    leaving: Leaving,
    *,
    typed_handle: str,
    at_once: bool,
    by: Person,
    keeping: str | None = None,
) -> Erasure:
    """Ask to be erased, after a week or at once; other browsers are signed out.

    `keeping` is the secret of the browser that asks. Raises Invalid unless the handle was typed.
    """
    require(may_leave_for_good(by, member, other_hosts=count_other_hosts(member)))
    if fold(typed_handle.strip().removeprefix("@")) != member.handle_key:
        raise Invalid(
            "handle", f"Please type your handle, {member.handle}, to show that you mean it."
        )
    moment = now()
    erasure = find_erasure(member.id) or Erasure(member_id=member.id)
    erasure.leaving, erasure.asked_at = leaving, moment
    erasure.due_at = moment if at_once else moment + WAIT
    db.session.add(erasure)
    member.standing = Standing.LEAVING
    db.session.flush()
    end_sign_ins(member, but=keeping)
    forget_confirmations(member)
    enqueue(ERASE, {"erasure": erasure.id}, at=erasure.due_at)
    tell(member, "leaving", erasure=erasure, at_once=at_once)
    announce(LeavingAsked(member_id=member.id))
    return erasure


def stop_leaving(member: Member, *, by: Person) -> None:
    """Stay after all. Raises NotFound when nothing was asked for."""
    erasure = _get_erasure(member)
    require(may_stop_leaving(by, erasure))
    db.session.delete(erasure)
    member.standing = Standing.ACTIVE
    db.session.flush()
    announce(LeavingStopped(member_id=member.id))


def leave_at_once(member: Member, *, by: Person) -> None:
    """Wait no longer. Raises NotFound when nothing was asked for."""
    erasure = _get_erasure(member)
    require(may_stop_leaving(by, erasure))
    erasure.due_at = now()
    enqueue(ERASE, {"erasure": erasure.id})


def _get_erasure(member: Member) -> Erasure:
    query = select(Erasure).where(Erasure.member_id == member.id, Erasure.done_at.is_(None))
    erasure = db.session.scalar(query.with_for_update())
    if erasure is None:
        raise NotFound
    return erasure


def carry_out(erasure_id: int) -> None:
    """Erase a member in portions, each committed by itself; doing it twice does no harm."""
    with unit_of_work():
        parting = _begin(erasure_id)
    if parting is None:
        return
    for holding in sorted(all_holdings(), key=lambda holding: holding.place):
        steps = holding.erase(parting)
        goes_on = True
        while goes_on:
            with unit_of_work():
                goes_on = next(steps, _END) is not _END
    with unit_of_work():
        db.session.get_one(Erasure, erasure_id).done_at = now()
        announce(MemberErased(member_id=parting.member_id))


_END = object()
SOON = timedelta(seconds=1)


def _begin(erasure_id: int) -> Parting | None:
    query = select(Erasure).where(Erasure.id == erasure_id, Erasure.done_at.is_(None))
    erasure = db.session.scalar(query.with_for_update())
    if erasure is None or erasure.due_at > now() + SOON:
        return None
    erasure.begun_at = erasure.begun_at or now()
    member = db.session.get_one(Member, erasure.member_id)
    end_sign_ins(member)
    claimed = select(Member.id, Member.handle).where(Member.claimed_by_id == member.id)
    return Parting(
        member_id=member.id,
        leaving=erasure.leaving,
        handle=member.handle,
        name=member.name,
        email=member.email or "",
        aliases=tuple((row.id, row.handle) for row in db.session.execute(claimed)),
    )
