"""Setting passwords: with the old one, or with a link sent by mail."""

from datetime import timedelta

from forum.accounts.events import PasswordChanged, ResetLinkShown
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.confirmations import (
    forget_confirmations,
    new_confirmation,
    use_confirmation,
)
from forum.accounts.operations.emails import put_email
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.queries import find_member_by_login
from forum.accounts.rules import MAY_COME_IN, may_edit_profile, may_reset, may_see_reset_link
from forum.accounts.values import Person, Purpose
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.verdicts import require

ASKED_LASTS = timedelta(hours=2)
GIVEN_LASTS = timedelta(hours=48)


def ask_password_reset(login: str) -> None:
    """Note that somebody asks for a new password.

    Who that is, is looked up by the worker: so the answer takes as long for a name that nobody has.
    """
    enqueue("accounts.password_reset", {"login": login[:300]})


def send_password_reset(login: str) -> None:
    """Send a link for a new password to the member with this handle or address, if there is one."""
    member = find_member_by_login(login)
    if member is None or member.standing not in MAY_COME_IN:
        return
    secret = new_confirmation(member, Purpose.PASSWORD, lasts=ASKED_LASTS)
    tell(member, "password_reset", secret=secret)


def send_reset_link(member: Member, *, by: Person) -> bool:
    """Send the member a link to set a new password; False when they have no address."""
    require(may_reset(by, member))
    if not member.email:
        return False
    secret = new_confirmation(member, Purpose.PASSWORD, lasts=GIVEN_LASTS)
    tell(member, "password_reset_by_host", secret=secret)
    return True


def show_reset_link(member: Member, *, by: Person) -> str:
    """Return the secret of a link to set a new password, for who has the server.

    Whoever has it can become the member: so the member is told, and the log that all members read.
    """
    require(may_see_reset_link(by))
    require(may_reset(by, member))
    tell(member, "reset_link_given")
    announce(ResetLinkShown(member_id=member.id, by_id=by.id))
    return new_confirmation(member, Purpose.PASSWORD, lasts=GIVEN_LASTS)


def show_first_link(member: Member, *, by: Person) -> str:
    """Return the secret of the link with which a member who was just added sets a password."""
    require(may_see_reset_link(by))
    return new_confirmation(member, Purpose.PASSWORD, lasts=GIVEN_LASTS)


def reset_password(secret: str, password_hash: str) -> Member | None:
    """Set the password with the secret of a link, and end all sign-ins; None for a dead link."""
    used = use_confirmation(secret, Purpose.PASSWORD)
    member = db.session.get(Member, used.member_id) if used else None
    if member is None or member.standing not in MAY_COME_IN:
        return None
    _set_password(member, password_hash)
    if used is not None and used.email:
        put_email(member, used.email)
    end_sign_ins(member)
    return member


def change_password(member: Member, password_hash: str, *, by: Person, keeping: str) -> None:
    """Set one's own password and end one's sign-ins, but not the one with the secret `keeping`."""
    require(may_edit_profile(by, member))
    _set_password(member, password_hash)
    end_sign_ins(member, but=keeping)


def _set_password(member: Member, password_hash: str) -> None:
    member.password_hash = password_hash
    forget_confirmations(member)
    announce(PasswordChanged(member_id=member.id))
    tell(member, "password_changed")
