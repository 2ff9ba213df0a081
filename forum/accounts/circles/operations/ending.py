"""Ending a circle: nobody comes in or writes there any more."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.circles.events import CircleEnded
from forum.accounts.circles.models import CircleInvitation, CircleRequest, ConvenerOffer
from forum.accounts.circles.operations.letters import forget_letters_into
from forum.accounts.circles.queries.conveners import circles_to_move_into
from forum.accounts.circles.rules import may_end_circle
from forum.accounts.circles.values import LONGEST_VISIT, SHORTEST_READING, Circle, Ending, Fate
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
    """End a circle; what is in it is kept for those in it, kept until a day, or moved.

    Whoever asks, is invited or was written to comes in no more. It exists only for those in it from
    now on, at another address, and its name is free. They are told, in a letter that names nothing.
    """
    require(may_end_circle(by, circle))
    last = _last_moment(ending) if ending.fate is Fate.UNTIL else None
    into = _find_target(circle, ending, by) if ending.fate is Fate.MOVED else None
    group = db.session.get_one(Group, circle.id)
    group.ended_at = now()
    group.slug = group.name_key = f"circle-{secrets.token_hex(6)}"
    forget_letters_into(circle, by=by)
    for row in (CircleRequest, CircleInvitation, ConvenerOffer):
        db.session.execute(delete(row).where(row.circle_id == circle.id))
    if last is not None:
        _let_end(circle, last)
    db.session.flush()
    announce(
        CircleEnded(
            circle_id=circle.id,
            by_id=by.id,
            fate=str(ending.fate),
            last_day=ending.last_day if last else None,
            into_id=into.id if into else None,
        )
    )
    _tell_those_in(circle, by)


def _last_moment(ending: Ending) -> datetime:
    if ending.last_day is None:
        raise Invalid("until", "Please say until which day.")
    # Threads live to the end of a day in UTC, and so does the reading of an ended circle.
    last = end_of_day(ending.last_day, "UTC", most_days=LONGEST_VISIT.days + 1)
    if last < now() + SHORTEST_READING:
        raise Invalid(
            "until", f"Please leave at least {SHORTEST_READING.days} days to those in it."
        )
    return last


def _find_target(circle: Circle, ending: Ending, by: Person) -> Circle:
    for other in circles_to_move_into(circle, by=by):
        if other.slug == ending.into:
            return other
    raise Invalid("into", "Please choose a circle that you convene, all of whose people are here.")


def _let_end(circle: Circle, last: datetime) -> None:
    rows = select(GroupMember).where(GroupMember.group_id == circle.id, GroupMember.holds(now()))
    for row in db.session.scalars(rows):
        row.until = min(filter(None, (row.until, last)))


def _tell_those_in(circle: Circle, by: Person) -> None:
    query = select(Member).join(GroupMember, GroupMember.member_id == Member.id)
    query = query.where(
        GroupMember.group_id == circle.id,
        GroupMember.holds(now()),
        Member.standing == Standing.ACTIVE,
        Member.id != by.id,
    )
    for member in db.session.scalars(query.order_by(Member.id)):
        if not lasts(member.paused_until, now()):
            tell(member, "circle_ended")
