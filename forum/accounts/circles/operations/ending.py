"""Ending a circle: nobody comes in or writes there any more, and for a week that can be taken back."""

import secrets
from datetime import UTC, date, datetime, time

from sqlalchemy import delete, select

from forum.accounts.circles.events import CircleEnded, CircleSettled, EndTakenBack
from forum.accounts.circles.models import (
    CircleEnding,
    CircleInvitation,
    CircleRequest,
    ConvenerOffer,
)
from forum.accounts.circles.operations.letters import forget_letters_into
from forum.accounts.circles.queries.conveners import circles_to_move_into, takes_no_new_reader
from forum.accounts.circles.rules import may_end_circle, may_take_end_back
from forum.accounts.circles.values import (
    END_CAN_BE_TAKEN_BACK,
    LONGEST_VISIT,
    SHORTEST_READING,
    Circle,
    Ending,
    Fate,
)
from forum.accounts.letters import tell
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.days import end_of_day
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def end_circle(circle: Circle, ending: Ending, *, by: Person) -> None:
    """End a circle: from now on it exists for those in it alone, to be read.

    Whoever asks, is invited or was written to comes in no more. What becomes of what is in it is
    done a week later; until then a convener can take the end back. Those in it are told, in a
    letter that names nothing.
    """
    require(may_end_circle(by, circle))
    last = _last_moment(ending) if ending.fate is Fate.UNTIL else None
    into = _find_target(circle, ending, by) if ending.fate is Fate.MOVED else None
    db.session.get_one(Group, circle.id).ended_at = now()
    forget_letters_into(circle, by=by)
    for row in (CircleRequest, CircleInvitation, ConvenerOffer):
        db.session.execute(delete(row).where(row.circle_id == circle.id))
    db.session.add(
        CircleEnding(
            circle_id=circle.id,
            fate=ending.fate,
            last_day=ending.last_day if last else None,
            into_id=into.id if into else None,
            settles_at=now() + END_CAN_BE_TAKEN_BACK,
        )
    )
    db.session.flush()
    announce(CircleEnded(circle_id=circle.id, by_id=by.id))
    _tell_those_in(circle, "circle_ended", by)


def take_end_back(circle: Circle, *, by: Person) -> None:
    """Let a circle go on that has ended: everything in it is as it was.

    Who was invited or had asked is not any more: they can be invited, and ask, anew.
    """
    ending = db.session.get(CircleEnding, circle.id, with_for_update=True)
    require(may_take_end_back(by, circle, is_settled=ending is None))
    db.session.delete(ending)
    db.session.get_one(Group, circle.id).ended_at = None
    db.session.flush()
    announce(EndTakenBack(circle_id=circle.id, by_id=by.id))
    _tell_those_in(circle, "circle_goes_on", by)


def endings_due() -> list[int]:
    """Return the circles whose end is to be settled."""
    query = select(CircleEnding.circle_id).where(CircleEnding.settles_at <= now())
    return list(db.session.scalars(query.order_by(CircleEnding.circle_id)))


def settle_ending(circle_id: int) -> None:
    """Do with an ended circle what was chosen; from now on it stands at another address.

    Its name is free. Where somebody could read by it what they could not, since they came into the
    other circle meanwhile, nothing moves: it is kept for those who are in this one.
    """
    ending = db.session.get(CircleEnding, circle_id, with_for_update=True)
    if ending is None:
        return
    group = db.session.get_one(Group, circle_id)
    group.slug = group.name_key = f"circle-{secrets.token_hex(6)}"
    fate, into_id = ending.fate, ending.into_id
    if fate is Fate.MOVED and (into_id is None or not takes_no_new_reader(circle_id, into_id)):
        fate, into_id = Fate.KEPT, None
    if ending.last_day is not None:
        _let_end(circle_id, _end_of(ending.last_day))
    event = CircleSettled(
        circle_id=circle_id, fate=str(fate), last_day=ending.last_day, into_id=into_id
    )
    db.session.delete(ending)
    db.session.flush()
    announce(event)


def _last_moment(ending: Ending) -> datetime:
    if ending.last_day is None:
        raise Invalid("until", "Please say until which day.")
    last = end_of_day(ending.last_day, "UTC", most_days=LONGEST_VISIT.days + 1)
    if last < now() + SHORTEST_READING:
        raise Invalid(
            "until", f"Please leave at least {SHORTEST_READING.days} days to those in it."
        )
    return last


def _end_of(day: date) -> datetime:
    # Threads live to the end of a day in UTC, and so does the reading of an ended circle.
    return datetime.combine(day, time(23, 59, 59), UTC)


def _find_target(circle: Circle, ending: Ending, by: Person) -> Circle:
    for other in circles_to_move_into(circle, by=by):
        if other.slug == ending.into:
            return other
    raise Invalid("into", "Please choose a circle that you convene, all of whose people are here.")


def _let_end(circle_id: int, last: datetime) -> None:
    rows = select(GroupMember).where(GroupMember.group_id == circle_id, GroupMember.holds(now()))
    for row in db.session.scalars(rows):
        row.until = min(filter(None, (row.until, last)))


def _tell_those_in(circle: Circle, letter: str, by: Person) -> None:
    query = select(Member).join(GroupMember, GroupMember.member_id == Member.id)
    query = query.where(
        GroupMember.group_id == circle.id,
        GroupMember.holds(now()),
        Member.standing == Standing.ACTIVE,
        Member.id != by.id,
    )
    for member in db.session.scalars(query.order_by(Member.id)):
        if not lasts(member.paused_until, now()):
            tell(member, letter)
