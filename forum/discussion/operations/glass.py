"""Break-glass: a host asks, a second person confirms, and a thread is open for a time."""

from datetime import timedelta

from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.operations import ask_pair
from forum.accounts.values import Person, Role
from forum.discussion.events import GlassBroken, GlassClosed
from forum.discussion.models import BrokenGlass, Thread
from forum.discussion.rules import may_ask_glass, may_be_let_in, may_end_glass
from forum.discussion.values.glass import LARGEST_NUMBER, LONGEST_HOURS, Ground
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def ask_for_glass(number: int, *, ground: Ground, hours: int, because: str, by: Person) -> PairAct:
    """Ask to read the thread with this number for some hours.

    Whether there is one is not looked at before a second person has confirmed: nobody learns from
    the answer which threads there are.
    """
    require(may_ask_glass(by))
    if not 1 <= number <= LARGEST_NUMBER:
        raise Invalid("thread", "Please give the number of a thread, or its address.")
    if not 1 <= hours <= LONGEST_HOURS:
        raise Invalid("hours", f"Please choose between 1 and {LONGEST_HOURS} hours.")
    details = {"ground": str(ground), "hours": hours}
    return ask_pair(BREAK_GLASS, because=because, by=by, subject_id=number, details=details)


def let_host_in(act: PairAct) -> None:
    """Open the thread to the host who asked, where it can be; a second person has confirmed it.

    Where it cannot, the act is over and nothing is there: for what reason is told to nobody.
    """
    host = load_person(act.asked_by_id)
    thread = db.session.get(Thread, act.subject_id, with_for_update=True)
    if thread is None or not may_be_let_in(host, thread):
        return
    moment = now()
    row = BrokenGlass(
        pair_act_id=act.id,
        thread_id=thread.id,
        member_id=host.member_id,
        ground=Ground(act.details["ground"]),
        opened_at=moment,
        until=moment + timedelta(hours=act.details["hours"]),
    )
    db.session.add(row)
    db.session.flush()
    raise_own_stamps([host.member_id])
    announce(
        GlassBroken(
            thread_id=thread.id,
            host_id=host.member_id,
            second_id=act.decided_by_id or 0,
            ground=str(row.ground),
            until=row.until,
        )
    )


def end_glass(act: PairAct, *, by: Person) -> None:
    """Close the thread again before its time: one of the two is enough.

    Raises NotPermitted where it is over, or nothing was opened.
    """
    row = db.session.scalar(
        select(BrokenGlass).where(BrokenGlass.pair_act_id == act.id).with_for_update()
    )
    moment = now()
    require(may_end_glass(by, act, row.until if row else None, moment))
    if row is None:
        return
    row.until, row.ended_by_id = moment, by.member_id
    db.session.flush()
    raise_own_stamps([row.member_id])
    announce(
        GlassClosed(
            thread_id=row.thread_id,
            host_id=row.member_id,
            by_id=by.member_id,
            ground=str(row.ground),
        )
    )


BREAK_GLASS = PairKind(
    name="break_glass",
    title="Break-glass: a host asks to read what is not open to them",
    who="people who are hosts or facilitators of the community",
    roles=frozenset({Role.FACILITATOR, Role.HOST}),
    done=let_host_in,
    address=lambda act: f"/break-glass#act-{act.id}",
)
