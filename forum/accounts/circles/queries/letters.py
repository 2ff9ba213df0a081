"""Who is wanted in circles by an e-mail address."""

from sqlalchemy import func, select

from forum.accounts.circles.models import CircleLetter
from forum.accounts.circles.queries import circle_of
from forum.accounts.circles.rules import may_convene
from forum.accounts.circles.values import Circle, LetterLine, WishLine
from forum.accounts.models import Group, Invitation, Member
from forum.accounts.rules import may_invite
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.verdicts import require

_WAITS = CircleLetter.invitation_id.is_(None) & CircleLetter.declined_at.is_(None)


def letters_of(circle: Circle, *, by: Person) -> list[LetterLine]:
    """Return who was written to, or is to be, and has not come, for conveners."""
    require(may_convene(by, circle))
    query = (
        select(CircleLetter, Invitation)
        .outerjoin(Invitation, Invitation.id == CircleLetter.invitation_id)
        .where(
            CircleLetter.circle_id == circle.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(CircleLetter.id)
    )
    return [_line(letter, invitation) for letter, invitation in db.session.execute(query)]


def wishes(by: Person) -> list[WishLine]:
    """Return whom conveners wish to be invited into the community; the circles are not told."""
    require(may_invite(by))
    query = (
        select(
            CircleLetter.id,
            CircleLetter.email,
            CircleLetter.note,
            CircleLetter.at,
            Member.handle,
            Member.name,
        )
        .join(Member, Member.id == CircleLetter.by_id)
        .where(_WAITS, Member.standing == Standing.ACTIVE)
        .order_by(CircleLetter.id)
    )
    return [
        WishLine(row.id, row.email, row.note, row.handle, row.name, row.at)
        for row in db.session.execute(query)
    ]


def count_wishes(by: Person) -> int:
    """Return how many wishes wait for who may invite; none for others."""
    if not may_invite(by):
        return 0
    query = (
        select(func.count())
        .select_from(CircleLetter)
        .join(Member, Member.id == CircleLetter.by_id)
        .where(_WAITS, Member.standing == Standing.ACTIVE)
    )
    return db.session.scalar(query) or 0


def wishes_declined(by: Person) -> list[Circle]:
    """Return the circles into which nobody is invited whom the person wishes there, each once."""
    query = (
        select(Group)
        .join(CircleLetter, CircleLetter.circle_id == Group.id)
        .where(
            CircleLetter.by_id == by.id,
            CircleLetter.declined_at.is_not(None),
            Group.id.in_(by.convened),
        )
    )
    return [circle_of(group) for group in db.session.scalars(query.distinct().order_by(Group.id))]


def leads_into_circle(invitation: Invitation) -> bool:
    """Tell whether an invitation was sent for a circle."""
    query = select(CircleLetter.id).where(CircleLetter.invitation_id == invitation.id)
    return db.session.scalar(query) is not None


def _line(letter: CircleLetter, invitation: Invitation | None) -> LetterLine:
    email = invitation.email if invitation is not None else letter.email
    ends = invitation.expires_at if invitation is not None else None
    if ends is not None and letter.until is not None:
        ends = min(ends, letter.until)
    return LetterLine(
        id=letter.id,
        email=email or "",
        is_guest=letter.role is Role.GUEST,
        until=letter.until,
        at=letter.at,
        expires_at=ends,
        is_expired=ends is not None and ends <= now(),
        is_declined=letter.declined_at is not None,
    )
