"""Coming into a circle and leaving it, and what its conveners do about who is in."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.circles.events import CircleAsked, CircleChanged, CircleInvited
from forum.accounts.circles.models import CircleBar, CircleInvitation, CircleRequest
from forum.accounts.circles.queries import count_other_conveners
from forum.accounts.circles.rules import (
    may_accept,
    may_ask,
    may_bring_in,
    may_convene,
    may_end_convening,
    may_join,
    may_leave_circle,
)
from forum.accounts.circles.values import LONGEST_TERM, LONGEST_VISIT, LONGEST_WORDS, Circle
from forum.accounts.events import GroupMemberAdded, GroupMemberRemoved
from forum.accounts.letters import tell
from forum.accounts.models import GroupMember, Member
from forum.accounts.queries import find_member
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words


def join_circle(circle: Circle, *, by: Person) -> None:
    """Come into an open circle."""
    require(may_join(by, circle))
    let_in(circle, by.member_id, by=by)


def ask_to_join(circle: Circle, words: str, *, by: Person) -> bool:
    """Ask the conveners to be let in; False when that was asked already."""
    require(may_ask(by, circle))
    words = check_words(words, field="words", longest=LONGEST_WORDS)
    if db.session.get(CircleRequest, (circle.id, by.member_id)) is not None:
        return False
    db.session.add(
        CircleRequest(circle_id=circle.id, member_id=by.member_id, words=words, at=now())
    )
    db.session.flush()
    announce(CircleAsked(circle_id=circle.id, member_id=by.member_id))
    return True


def take_request_back(circle: Circle, *, by: Person) -> None:
    """Ask no longer to be let in."""
    if not circle.ties.has_asked:
        raise NotFound
    _forget(CircleRequest, circle, by.member_id)


def admit(circle: Circle, member: Member, *, until: datetime | None = None, by: Person) -> None:
    """Let somebody in who asks, until a moment or without end. Raises NotFound for who does not."""
    require(may_bring_in(by, circle))
    check_end(until)
    _need(CircleRequest, circle, member)
    let_in(circle, member.id, until=until, by=by)


def decline(circle: Circle, member: Member, *, by: Person) -> None:
    """Do not let somebody in who asks; they may ask again."""
    require(may_convene(by, circle))
    _need(CircleRequest, circle, member)
    _forget(CircleRequest, circle, member.id)


def invite_into_circle(
    circle: Circle, handle: str, *, until: datetime | None = None, by: Person
) -> bool:
    """Ask a member to come in, for good or until a moment; False when they are asked already.

    Nobody is put into a circle: who is invited says yes, or nothing. The letter names no circle.
    """
    require(may_bring_in(by, circle))
    check_end(until)
    member = find_member(handle.strip().removeprefix("@"))
    if member is None or member.standing is not Standing.ACTIVE or member.role is Role.GUEST:
        raise Invalid("handle", "There is no active member with this handle.")
    if db.session.get(CircleBar, (circle.id, member.id)) is not None:
        raise Invalid("handle", "This member is barred: lift the bar first.")
    if find_belonging(circle, member.id) is not None:
        raise Invalid("handle", "This member is in the circle already.")
    if db.session.get(CircleInvitation, (circle.id, member.id)) is not None:
        return False
    db.session.add(
        CircleInvitation(
            circle_id=circle.id, member_id=member.id, by_id=by.member_id, at=now(), until=until
        )
    )
    db.session.flush()
    announce(CircleInvited(circle_id=circle.id, member_id=member.id, by_id=by.id))
    if not lasts(member.paused_until, now()):
        tell(member, "circle_invitation")
    return True


def take_invitation_back(circle: Circle, member: Member, *, by: Person) -> None:
    """Invite somebody no longer."""
    require(may_convene(by, circle))
    _need(CircleInvitation, circle, member)
    _forget(CircleInvitation, circle, member.id)


def accept_invitation_into_circle(circle: Circle, *, by: Person) -> None:
    """Follow an invitation into a circle."""
    require(may_accept(by, circle))
    invitation = db.session.get_one(CircleInvitation, (circle.id, by.member_id))
    let_in(circle, by.member_id, until=invitation.until, by=by)


def decline_invitation(circle: Circle, *, by: Person) -> None:
    """Do not follow an invitation into a circle."""
    require(may_accept(by, circle))
    _forget(CircleInvitation, circle, by.member_id)


def leave_circle(circle: Circle, *, by: Person) -> None:
    """Leave a circle: what one wrote there stays, and is closed to oneself."""
    others = count_other_conveners(circle, by.member_id)
    require(may_leave_circle(by, circle, other_conveners=others))
    _let_go(circle, _get(circle, by.member_id), by=by)


def remove_from_circle(circle: Circle, member: Member, *, by: Person) -> None:
    """Take somebody out of the circle; a convener must cease to be one before."""
    require(may_convene(by, circle))
    belonging = _get(circle, member.id)
    if belonging.is_convener:
        raise Invalid("member", "A convener is not taken out: end their convening first.")
    _let_go(circle, belonging, by=by)


def set_end(circle: Circle, member: Member, until: datetime | None, *, by: Person) -> None:
    """Let a membership end at a moment, or not at all."""
    require(may_convene(by, circle))
    check_end(until)
    belonging = _get(circle, member.id)
    if until is not None and belonging.is_convener:
        raise Invalid("until", "Who convenes a circle is in it without end.")
    if member.role is Role.GUEST:
        check_visit(until)
    belonging.until = until
    announce(CircleChanged(circle_id=circle.id, by_id=by.id))


def name_convener(circle: Circle, member: Member, *, by: Person) -> bool:
    """Let somebody who is in the circle convene it, without end; False when they do."""
    require(may_convene(by, circle))
    belonging = _get(circle, member.id)
    if belonging.is_convener:
        return False
    if member.role is Role.GUEST:
        raise Invalid("member", "A guest does not convene a circle.")
    belonging.is_convener, belonging.until = True, None
    announce(CircleChanged(circle_id=circle.id, by_id=by.id))
    return True


def end_convening(circle: Circle, member: Member, *, by: Person) -> bool:
    """Let somebody be in the circle as everybody else is; False when they are."""
    others = count_other_conveners(circle, member.id)
    require(may_end_convening(by, circle, other_conveners=others))
    belonging = _get(circle, member.id)
    if not belonging.is_convener:
        return False
    belonging.is_convener = False
    announce(CircleChanged(circle_id=circle.id, by_id=by.id))
    return True


def bar(circle: Circle, handle: str, *, because: str, by: Person) -> None:
    """Keep a member out of the circle, who is taken out where they are in."""
    require(may_convene(by, circle))
    because = check_words(because, field="because", longest=LONGEST_WORDS, required=True)
    member = find_member(handle.strip().removeprefix("@"))
    if member is None or member.standing is Standing.PLACEHOLDER:
        raise Invalid("handle", "There is no member with this handle.")
    belonging = find_belonging(circle, member.id)
    if belonging is not None and belonging.is_convener:
        raise Invalid("handle", "A convener is not barred: end their convening first.")
    if db.session.get(CircleBar, (circle.id, member.id)) is not None:
        raise Invalid("handle", "This member is barred already.")
    if belonging is not None:
        _let_go(circle, belonging, by=by)
    for row in (CircleRequest, CircleInvitation):
        _forget(row, circle, member.id)
    db.session.add(
        CircleBar(
            circle_id=circle.id, member_id=member.id, by_id=by.member_id, at=now(), because=because
        )
    )
    db.session.flush()


def lift_bar(circle: Circle, member: Member, *, by: Person) -> None:
    """Let somebody come into the circle again, if they are let in."""
    require(may_convene(by, circle))
    _need(CircleBar, circle, member)
    _forget(CircleBar, circle, member.id)


def clear_ended_memberships() -> int:
    """Remove the memberships that have ended, which open nothing since; return how many."""
    ended = select(GroupMember).where(~GroupMember.holds(now()))
    rows = db.session.scalars(ended.with_for_update()).all()
    for row in rows:
        db.session.delete(row)
        announce(GroupMemberRemoved(group_id=row.group_id, member_id=row.member_id, by_id=None))
    return len(rows)


def let_in(circle: Circle, member_id: int, *, until: datetime | None = None, by: Person) -> None:
    """Put somebody into the circle who was asked and has said yes; it was asked before who may."""
    if until is not None and until <= now():
        raise Invalid("until", "This invitation has ended meanwhile. Please ask for another one.")
    # The row of a membership that has ended may not be cleared away yet.
    row = db.session.get(GroupMember, (circle.id, member_id))
    if row is None:
        row = GroupMember(group_id=circle.id, member_id=member_id)
        db.session.add(row)
    row.joined_at, row.until, row.is_convener, row.by_own_hand = now(), until, False, False
    for waiting in (CircleRequest, CircleInvitation):
        _forget(waiting, circle, member_id)
    db.session.flush()
    announce(GroupMemberAdded(group_id=circle.id, member_id=member_id, by_id=by.id))


def _let_go(circle: Circle, belonging: GroupMember, *, by: Person) -> None:
    member_id = belonging.member_id
    db.session.delete(belonging)
    db.session.flush()
    announce(GroupMemberRemoved(group_id=circle.id, member_id=member_id, by_id=by.id))


def find_belonging(circle: Circle, member_id: int) -> GroupMember | None:
    """Return the membership of somebody who is in the circle today."""
    row = db.session.get(GroupMember, (circle.id, member_id))
    return None if row is None or (row.until is not None and row.until <= now()) else row


def _get(circle: Circle, member_id: int) -> GroupMember:
    row = find_belonging(circle, member_id)
    if row is None:
        raise NotFound
    return row


def _need(
    kind: type[CircleRequest | CircleInvitation | CircleBar], circle: Circle, member: Member
) -> None:
    if db.session.get(kind, (circle.id, member.id)) is None:
        raise NotFound


def _forget(
    kind: type[CircleRequest | CircleInvitation | CircleBar], circle: Circle, member_id: int
) -> None:
    db.session.execute(delete(kind).where(kind.circle_id == circle.id, kind.member_id == member_id))


def check_end(until: datetime | None) -> None:
    """Refuse an end that is past, or too far away. Raises Invalid."""
    if until is None:
        return
    if until <= now():
        raise Invalid("until", "This date is past: choose one that is still to come.")
    if until > now() + LONGEST_TERM:
        raise Invalid("until", "Please choose a date within ten years, or none.")


def check_visit(until: datetime | None) -> None:
    """Refuse an end that a guest's visit cannot have. Raises Invalid."""
    if until is None:
        raise Invalid("until", "Please say until when: a guest comes for a time.")
    check_end(until)
    if until > now() + LONGEST_VISIT:
        raise Invalid("until", "Please choose a date within a year: a visit can be prolonged.")
