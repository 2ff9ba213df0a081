"""Inviting: one person, one secret, fourteen days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.checks import check_email
from forum.accounts.events import (
    GuestCame,
    InvitationAskedAgain,
    InvitationFollowed,
    InvitationSent,
    InvitationWithdrawn,
    MemberJoined,
)
from forum.accounts.letters import post_letter, tell
from forum.accounts.models import Invitation, Member
from forum.accounts.operations.emails import ask_email_change
from forum.accounts.operations.members import put_member
from forum.accounts.rules import is_pending, may_accept_invitation, may_invite
from forum.accounts.slots import leads_into_circle
from forum.accounts.values import SYSTEM, Person, Role
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.secrets import hash_of, new_secret
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LASTS = timedelta(days=14)
Noting = Callable[[Invitation], None]
"""Notes what an invitation leads to, before its letter is written."""
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its secret, which is known at this moment only."""

    invitation: Invitation
    secret: str


def invite(*, email: str, note: str, by: Person) -> Invited:
    """Invite by a letter to the address, or without one by a link that the inviter passes on."""
    require(may_invite(by))
    address = check_email(email) if email.strip() else None
    note = check_words(note, field="note", longest=LONGEST_NOTE)
    if address:
        _refuse_invited(address)
    return _put(Invitation(email=address, note=note, role=Role.MEMBER), by)


def invite_guest(*, email: str, note: str, until: datetime, by: Person) -> Invited:
    """Invite a guest by a letter; who may do so, and to what it leads, is the caller's."""
    address = check_email(email)
    note = check_words(note, field="note", longest=LONGEST_NOTE)
    return _put(Invitation(email=address, note=note, role=Role.GUEST, until=until), by)


def invite_into(
    *, email: str, note: str, role: Role, until: datetime | None, by: Person, note_of: Noting
) -> Invited:
    """Invite by a letter into something that the caller notes with the invitation.

    Who may do so is the caller's, too.
    """
    invitation = Invitation(email=check_email(email), note=note, role=role, until=until)
    return _put(invitation, by, note_of)


def _put(invitation: Invitation, by: Person, note_of: Noting = lambda _invitation: None) -> Invited:
    moment, secret = now(), new_secret()
    invitation.token_hash, invitation.invited_by_id = hash_of(secret), by.member_id
    invitation.created_at, invitation.expires_at = moment, moment + LASTS
    db.session.add(invitation)
    db.session.flush()
    note_of(invitation)
    _send(invitation, secret)
    announce(InvitationSent(invitation_id=invitation.id, by_id=by.id))
    return Invited(invitation, secret)


def resend_invitation(invitation: Invitation, *, by: Person) -> Invited:
    """Give a pending invitation a new secret and fourteen more days; the old secret is dead."""
    require(may_invite(by))
    return renew_invitation(invitation, by=by)


def renew_invitation(invitation: Invitation, *, by: Person) -> Invited:
    """Do the same for whoever looks after what the invitation leads to, which was asked before."""
    _need_pending(invitation)
    secret = new_secret()
    invitation.token_hash = hash_of(secret)
    invitation.expires_at = now() + LASTS
    invitation.asked_again_at = None
    _send(invitation, secret)
    announce(InvitationSent(invitation_id=invitation.id, by_id=by.id, again=True))
    return Invited(invitation, secret)


def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """Let the invitation bring nobody in any more."""
    require(may_invite(by))
    void_invitation(invitation, by=by)


def void_invitation(invitation: Invitation, *, by: Person) -> None:
    """Do the same for whoever looks after what the invitation leads to, which was asked before."""
    _need_pending(invitation)
    invitation.withdrawn_at = now()
    announce(InvitationWithdrawn(invitation_id=invitation.id, by_id=by.id))


def ask_for_new_invitation(invitation: Invitation) -> bool:
    """Tell the inviter that somebody would like to come after all; False when they know."""
    if not is_pending(invitation) or invitation.expires_at > now():
        raise NotFound
    if invitation.role is Role.GUEST:
        raise NotFound
    if invitation.asked_again_at is not None:
        return False
    invitation.asked_again_at = now()
    announce(InvitationAskedAgain(invitation_id=invitation.id))
    tell(_inviter(invitation), "invitation_asked_again", invitation=invitation)
    return True


def accept_invitation(
    invitation: Invitation, *, handle: str, name: str, password_hash: str | None, email: str = ""
) -> Member:
    """Make the invited person a member.

    The address that the invitation was sent to is theirs, since they have read a letter there; one
    that is only typed in has to be confirmed first.
    """
    db.session.refresh(invitation, with_for_update=True)
    require(may_accept_invitation(invitation, now()))
    unconfirmed = check_email(email) if email.strip() and not invitation.email else None
    known = _member_with(invitation.email) if invitation.email else None
    if known is not None:
        what = "a guest here" if known.role is Role.GUEST else "a member"
        raise Invalid("form", f"You are {what} already with this address: please sign in.")
    member = put_member(
        handle=handle,
        name=name,
        email=invitation.email,
        password_hash=password_hash,
        role=invitation.role,
    )
    invitation.accepted_at, invitation.accepted_by_id = now(), member.id
    if unconfirmed:
        ask_email_change(member, unconfirmed, by=SYSTEM)
    announce(
        MemberJoined(
            member_id=member.id, by_id=invitation.invited_by_id, invitation_id=invitation.id
        )
    )
    if invitation.role is Role.GUEST:
        announce(GuestCame(member_id=member.id, invitation_id=invitation.id))
    return member


def come_again(invitation: Invitation, *, by: Person) -> None:
    """Let somebody who has an account already follow an invitation that was sent to their address."""
    db.session.refresh(invitation, with_for_update=True)
    require(may_accept_invitation(invitation, now()))
    if not leads_on(invitation, by):
        raise NotFound
    invitation.accepted_at, invitation.accepted_by_id = now(), by.member_id
    came = GuestCame if by.is_guest else InvitationFollowed
    announce(came(member_id=by.member_id, invitation_id=invitation.id))


def leads_on(invitation: Invitation, person: Person) -> bool:
    """Tell whether the invitation was sent to this person's address and opens something to them.

    Who is a member has no use for an invitation but for one into a circle.
    """
    if not person.is_member or not invitation.email:
        return False
    member = _member_with(invitation.email)
    if member is None or member.id != person.id:
        return False
    if person.is_guest:
        return invitation.role is Role.GUEST
    return _leads_into_circle(invitation)


def _leads_into_circle(invitation: Invitation) -> bool:
    return any(leads(invitation) for leads in leads_into_circle)


def _send(invitation: Invitation, secret: str) -> None:
    """Send the letter. Somebody who is a member already is told so; the inviter is not."""
    if not invitation.email:
        return
    # Both are looked up always: known and unknown addresses make the same work.
    member, into_circle = _member_with(invitation.email), _leads_into_circle(invitation)
    name = "invitation_to_member" if member else "invitation"
    if invitation.role is Role.GUEST and (member is None or member.role is Role.GUEST):
        name = "guest_invitation"
    elif member is not None and into_circle:
        name = "invitation_into_circle"
    inviter = _inviter(invitation)
    post_letter(name, invitation.email, invitation=invitation, inviter=inviter, secret=secret)


def _inviter(invitation: Invitation) -> Member:
    return db.session.get_one(Member, invitation.invited_by_id)


def _member_with(email: str) -> Member | None:
    return db.session.scalars(select(Member).where(Member.email_key == fold(email))).one_or_none()


def _refuse_invited(email: str) -> None:
    pending = select(Invitation.email).where(
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.email.is_not(None),
        Invitation.role != Role.GUEST,
    )
    if fold(email) in {fold(other or "") for other in db.session.scalars(pending)}:
        raise Invalid("email", "This address is invited already: send it again from the list.")


def _need_pending(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Conflict("Somebody has come by this invitation already.")
    if not is_pending(invitation):
        raise Conflict("This invitation was withdrawn already.")
