"""Changing the address that a member is written to: asked for here, confirmed by a letter there."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.checks import check_email
from forum.accounts.events import EmailChanged
from forum.accounts.letters import post_letter
from forum.accounts.models import Member
from forum.accounts.operations.confirmations import (
    forget_confirmations,
    new_confirmation,
    use_confirmation,
)
from forum.accounts.rules import may_edit_profile
from forum.accounts.values import Person, Purpose, Standing
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.text import fold
from forum.kernel.verdicts import require

LASTS = timedelta(hours=48)


def ask_email_change(member: Member, email: str, *, by: Person) -> str:
    """Send a link to the new address, which becomes the member's when it is opened.

    An address that belongs to somebody else gets the same answer here; its owner is told. Returns
    the address tidied up.
    """
    require(may_edit_profile(by, member))
    email = check_email(email)
    if member.email_key == fold(email):
        raise Invalid("email", "This is your address already.")
    forget_confirmations(member, Purpose.EMAIL)
    if _is_taken(email):
        post_letter("email_taken", email)
    else:
        secret = new_confirmation(member, Purpose.EMAIL, lasts=LASTS, email=email)
        post_letter("confirm_email", email, member=member, secret=secret)
    return email


def confirm_email(secret: str) -> Member | None:
    """Make the address that the secret was sent to the member's; None for a dead link."""
    used = use_confirmation(secret, Purpose.EMAIL)
    member = db.session.get(Member, used.member_id) if used else None
    email = used.email if used else None
    if member is None or email is None or member.standing is not Standing.ACTIVE:
        return None
    return member if put_email(member, email) else None


def put_email(member: Member, email: str) -> bool:
    """Write a member to an address where they have read a letter; False when it is somebody's."""
    if _is_taken(email):
        return False
    former = member.email
    try:
        with db.session.begin_nested():
            member.email, member.email_key = email, fold(email)
    except IntegrityError:
        return False
    forget_confirmations(member)
    if former:
        # The former address is told, so that a thief of the password cannot hide the change.
        post_letter("email_changed", former, member=member)
    announce(EmailChanged(member_id=member.id))
    return True


def _is_taken(email: str) -> bool:
    found = db.session.scalar(select(Member.id).where(Member.email_key == fold(email)))
    return found is not None
