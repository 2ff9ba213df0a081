"""Bringing somebody into a circle by an e-mail address: a member to be, or a guest."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum.accounts.checks import check_email
from forum.accounts.circles.models import CircleBar, CircleLetter
from forum.accounts.circles.operations.members import (
    check_end,
    check_visit,
    find_belonging,
    let_in,
)
from forum.accounts.circles.queries import circle_of
from forum.accounts.circles.queries.letters import letters_of
from forum.accounts.circles.rules import may_bring_in, may_convene
from forum.accounts.circles.values import Circle
from forum.accounts.identity import load_person
from forum.accounts.letters import tell
from forum.accounts.models import Group, Invitation, Member
from forum.accounts.operations.invitations import (
    LONGEST_NOTE,
    invite_into,
    renew_invitation,
    void_invitation,
)
from forum.accounts.rules import is_pending, lasts, may_invite
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

WISHES_LAST = timedelta(days=30)


def write_to(
    circle: Circle, *, email: str, note: str, until: datetime | None, role: Role, by: Person
) -> bool:
    """Want somebody in the circle by their address; False while who may invite must send it first.

    A guest meets the circle alone, so its conveners let them in. Who becomes a member of the
    community is invited by those who may do so: a convener who may not asks them. Neither letter
    names the circle, and whether there is an account with this address is told to nobody.
    """
    require(may_bring_in(by, circle))
    email = check_email(email)
    note = check_words(note, field="note", longest=LONGEST_NOTE)
    check_visit(until) if role is Role.GUEST else check_end(until)
    if fold(email) in {fold(line.email) for line in letters_of(circle, by=by)}:
        raise Invalid("email", "This address is invited already: see below.")
    letter = CircleLetter(
        circle_id=circle.id,
        by_id=by.member_id,
        role=role,
        email=email,
        note=note,
        until=until,
        at=now(),
    )
    db.session.add(letter)
    db.session.flush()
    if role is not Role.GUEST and not may_invite(by):
        return False
    _send(letter, by)
    return True


def send_again(circle: Circle, letter_id: int, *, by: Person) -> None:
    """Write the letter once more, with another link; the first one is dead."""
    require(may_bring_in(by, circle))
    letter = _get(circle, letter_id)
    if letter.invitation_id is None:
        raise NotFound
    renew_invitation(db.session.get_one(Invitation, letter.invitation_id), by=by)


def withdraw_letter(circle: Circle, letter_id: int, *, by: Person) -> None:
    """Want somebody in the circle no longer; who was to be a member is not invited any more."""
    require(may_convene(by, circle))
    _void(_get(circle, letter_id), by)


def send_wished(letter_id: int, *, by: Person) -> None:
    """Invite somebody into the community as a convener wishes; into which circle is not told."""
    _send(_get_wish(letter_id, by), by)


def decline_wish(letter_id: int, *, by: Person) -> None:
    """Do not invite somebody whom a convener wishes in, who is told; the letter names no circle."""
    letter = _get_wish(letter_id, by)
    letter.declined_at, letter.note = now(), ""
    convener = db.session.get_one(Member, letter.by_id)
    if convener.standing is Standing.ACTIVE and not lasts(convener.paused_until, now()):
        tell(convener, "wish_declined")


def bring_in_by_letter(member_id: int, invitation_id: int) -> None:
    """Let somebody into the circle to which the invitation leads that they have followed.

    Whoever wrote it must convene the circle still. Nobody comes in who is barred; a time that
    somebody has in the circle is never made shorter.
    """
    letter = _find_letter(invitation_id)
    if letter is None:
        return
    group = db.session.get_one(Group, letter.circle_id, with_for_update=True)
    circle, by = circle_of(group), load_person(letter.by_id)
    until = letter.until
    db.session.delete(letter)
    is_barred = db.session.get(CircleBar, (circle.id, member_id)) is not None
    if is_barred or not may_bring_in(by, circle):
        return
    row = find_belonging(circle, member_id)
    if row is not None and (row.until is None or (until is not None and row.until >= until)):
        return
    let_in(circle, member_id, until=until, by=by)


def circle_led_to(invitation: Invitation) -> Circle | None:
    """Return the circle to which an invitation leads, for who holds its link."""
    letter = _find_letter(invitation.id)
    if letter is None:
        return None
    circle = circle_of(db.session.get_one(Group, letter.circle_id))
    return circle if may_bring_in(load_person(letter.by_id), circle) else None


def forget_letters_into(circle: Circle, *, by: Person) -> None:
    """Let nobody come into the circle any more by a letter."""
    rows = db.session.scalars(select(CircleLetter).where(CircleLetter.circle_id == circle.id))
    for letter in rows.all():
        _void(letter, by)


def clear_old_letters() -> None:
    """Forget wishes that nobody has fulfilled, and letters whose invitation is over."""
    old = CircleLetter.invitation_id.is_(None) & (CircleLetter.at < now() - WISHES_LAST)
    over = select(Invitation.id).where(
        Invitation.accepted_at.is_not(None) | Invitation.withdrawn_at.is_not(None)
    )
    db.session.execute(delete(CircleLetter).where(old | CircleLetter.invitation_id.in_(over)))


def _send(letter: CircleLetter, by: Person) -> None:
    def note_of(invitation: Invitation) -> None:
        letter.invitation_id, letter.email, letter.note = invitation.id, "", ""
        db.session.flush()

    invite_into(
        email=letter.email,
        note=letter.note,
        role=letter.role,
        until=letter.until,
        by=by,
        note_of=note_of,
    )


def _void(letter: CircleLetter, by: Person) -> None:
    invitation_id = letter.invitation_id
    db.session.delete(letter)
    if invitation_id is not None:
        invitation = db.session.get_one(Invitation, invitation_id)
        if is_pending(invitation):
            void_invitation(invitation, by=by)


def _get(circle: Circle, letter_id: int) -> CircleLetter:
    letter = get_row(CircleLetter, letter_id)
    if letter.circle_id != circle.id:
        raise NotFound
    return letter


def _get_wish(letter_id: int, by: Person) -> CircleLetter:
    require(may_invite(by))
    letter = get_row(CircleLetter, letter_id)
    db.session.refresh(letter, with_for_update=True)
    if letter.invitation_id is not None or letter.declined_at is not None:
        raise NotFound
    return letter


def _find_letter(invitation_id: int) -> CircleLetter | None:
    query = select(CircleLetter).where(CircleLetter.invitation_id == invitation_id)
    return db.session.scalars(query).one_or_none()
