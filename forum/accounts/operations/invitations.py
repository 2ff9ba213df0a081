"""Inviting: one person, one secret, fourteen days."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.checks import check_email
from forum.accounts.events import (
    InvitationAskedAgain,
    InvitationSent,
    InvitationWithdrawn,
    MemberJoined,
)
from forum.accounts.letters import post_letter, tell
from forum.accounts.models import Invitation, Member
from forum.accounts.operations.emails import ask_email_change
from forum.accounts.operations.members import put_member
from forum.accounts.rules import is_pending, may_accept_invitation, may_invite
from forum.accounts.values import SYSTEM, Person, Role
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.secrets import hash_of, new_secret
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LASTS = timedelta(days=14)
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
    moment, secret = now(), new_secret()
    invitation = Invitation(
        token_hash=hash_of(secret),
        email=address,
        note=note,
        invited_by_id=by.member_id,
        created_at=moment,
        expires_at=moment + LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    _send(invitation, secret)
    announce(InvitationSent(invitation_id=invitation.id, by_id=by.id))
    return Invited(invitation, secret)


def resend_invitation(invitation: Invitation, *, by: Person) -> Invited:
    """Give a pending invitation a new secret and fourteen more days; the old secret is dead."""
    require(may_invite(by))
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
    _need_pending(invitation)
    invitation.withdrawn_at = now()
    announce(InvitationWithdrawn(invitation_id=invitation.id, by_id=by.id))


def ask_for_new_invitation(invitation: Invitation) -> bool:
    """Tell the inviter that somebody would like to come after all; False when they know."""
    if not is_pending(invitation) or invitation.expires_at > now():
        raise NotFound
    if invitation.asked_again_at is not None:
        return False
    invitation.asked_again_at = now()
    announce(InvitationAskedAgain(invitation_id=invitation.id))
    tell(_inviter(invitation), "invitation_asked_again", invitation=invitation)
    return True


def accept_invitation(
    invitation: Invitation, *, handle: str, name: str, password_hash: str, email: str = ""
) -> Member:
    """Make the invited person a member.

    The address that the invitation was sent to is theirs, since they have read a letter there; one
    that is only typed in has to be confirmed first.
    """
    db.session.refresh(invitation, with_for_update=True)
    require(may_accept_invitation(invitation, now()))
    unconfirmed = check_email(email) if email.strip() and not invitation.email else None
    if invitation.email and _member_with(invitation.email):
        raise Invalid("form", "You are a member already with this address: please sign in.")
    member = put_member(
        handle=handle,
        name=name,
        email=invitation.email,
        password_hash=password_hash,
        role=Role.MEMBER,
    )
    invitation.accepted_at, invitation.accepted_by_id = now(), member.id
    if unconfirmed:
        ask_email_change(member, unconfirmed, by=SYSTEM)
    announce(
        MemberJoined(
            member_id=member.id, by_id=invitation.invited_by_id, invitation_id=invitation.id
        )
    )
    return member


def _send(invitation: Invitation, secret: str) -> None:
    """Send the letter. Somebody who is a member already is told so; the inviter is not."""
    if not invitation.email:
        return
    name = "invitation_to_member" if _member_with(invitation.email) else "invitation"
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
    )
    if fold(email) in {fold(other or "") for other in db.session.scalars(pending)}:
        raise Invalid("email", "This address is invited already: send it again from the list.")


def _need_pending(invitation: Invitation) -> None:
    if not is_pending(invitation):
        raise NotFound
