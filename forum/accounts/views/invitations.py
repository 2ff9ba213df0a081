"""Inviting people, and accepting an invitation."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.agreement.queries import current_rules
from forum.accounts.attempts import TOO_OFTEN, may_try_secret, note_failure
from forum.accounts.checks import check_handle, check_name, check_password
from forum.accounts.current import current_person, sign_in_here
from forum.accounts.forms import AcceptForm, InviteForm
from forum.accounts.models import Invitation
from forum.accounts.operations.invitations import (
    Invited,
    accept_invitation,
    ask_for_new_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from forum.accounts.queries import (
    find_invitation,
    get_invitation,
    inviter_of,
    pending_invitations,
)
from forum.accounts.rules import is_pending, may_accept_invitation, may_invite
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.passwords import hash_password
from forum.kernel.verdicts import require
from forum.kernel.web import error_page, public, refusals_shown_in, see_other, shown_once

bp = Blueprint("invitations", __name__)


@bp.get("/invites")
def show_invitations() -> str:
    """Show who was invited and has not come yet, and the form that invites."""
    require(may_invite(current_person()))
    return _list(InviteForm())


@bp.post("/invites")
def send_invitation() -> ResponseReturnValue:
    """Invite by letter, or by a link that is shown once."""
    person = current_person()
    require(may_invite(person))
    form = InviteForm()
    with refusals_shown_in(form):
        invited = invite(email=form.email.data, note=form.note.data, by=person)
    return (_list(form), 422) if form.errors else _sent(invited)


@bp.post("/invites/<int:invitation_id>/resend")
def resend(invitation_id: int) -> ResponseReturnValue:
    """Invite the same person anew."""
    person = current_person()
    return _sent(resend_invitation(get_invitation(invitation_id, by=person), by=person))


@bp.post("/invites/<int:invitation_id>/withdraw")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    person = current_person()
    withdraw_invitation(get_invitation(invitation_id, by=person), by=person)
    flash("The invitation is withdrawn.")
    return see_other("/invites")


@bp.get("/invites/<token>")
@public
def show_invitation(token: str) -> ResponseReturnValue:
    """Show who invites, and the form that accepts."""
    invitation = find_invitation(token)
    if invitation is None or not is_pending(invitation):
        return _dead()
    if not may_accept_invitation(invitation, now()):
        return _expired(invitation, token)
    return _page(AcceptForm(), invitation, token)


@bp.post("/invites/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Become a member and be signed in."""
    if not may_try_secret():
        return error_page(429, "Please wait", TOO_OFTEN)
    form = AcceptForm()
    password_hash = _check(form)
    invitation = find_invitation(token)
    if invitation is None or not is_pending(invitation):
        note_failure()
        return _dead()
    if not may_accept_invitation(invitation, now()):
        return _expired(invitation, token)
    if password_hash is None or current_person().is_member:
        return _page(form, invitation, token, 422)
    with refusals_shown_in(form):
        member = accept_invitation(
            invitation,
            handle=form.handle.data,
            name=form.name.data,
            password_hash=password_hash,
            email=form.email.data,
        )
    if form.errors:
        undo()
        return _page(form, invitation, token, 422)
    sign_in_here(member, keep=False)
    flash(_welcome(form, invitation))
    return see_other("/")


@bp.post("/invites/<token>/ask")
@public
def ask_again(token: str) -> ResponseReturnValue:
    """Let the inviter know that somebody found their invitation expired."""
    invitation = find_invitation(token)
    if invitation is None or not is_pending(invitation):
        return _dead()
    ask_for_new_invitation(invitation)
    return render_template("accounts/invitation_asked.html")


def _check(form: AcceptForm) -> str | None:
    """Return the hash of the password when all that was typed can be accepted.

    Everything is checked at once, so that nobody is sent back four times; the hash takes its time
    and is made before the database is asked.
    """
    form.validate()
    with refusals_shown_in(form):
        check_handle(form.handle.data)
    with refusals_shown_in(form):
        check_name(form.name.data)
    with refusals_shown_in(form):
        check_password(form.password.data, known=(form.handle.data, form.name.data))
    return None if form.errors else hash_password(form.password.data)


def _page(
    form: AcceptForm, invitation: Invitation, token: str, status: int = 200
) -> tuple[str, int]:
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=invitation,
        inviter=inviter_of(invitation),
        token=token,
        rules=current_rules(),
        is_shown="visible" in request.args,
    )
    return page, status


def _list(form: InviteForm) -> str:
    pending = pending_invitations(by=current_person())
    return render_template("accounts/invitations.html", form=form, pending=pending)


def _sent(invited: Invited) -> ResponseReturnValue:
    if invited.invitation.email:
        flash(f"A letter with the invitation is on its way to {invited.invitation.email}.")
        return see_other("/invites")
    link = f"{this_settings().address}/invites/{invited.secret}"
    return shown_once(render_template("accounts/invitation_link.html", link=link))


def _expired(invitation: Invitation, token: str) -> tuple[str, int]:
    page = render_template("accounts/invitation_expired.html", invitation=invitation, token=token)
    return page, 410


def _dead() -> tuple[str, int]:
    page = render_template(
        "accounts/dead_link.html",
        sentence="This invitation does not lead in: it may have been used or withdrawn already.",
        further=("/login", "Go to the sign-in page"),
    )
    return page, 404


def _welcome(form: AcceptForm, invitation: Invitation) -> str:
    if form.email.data and not invitation.email:
        email = form.email.data.strip()
        return f"Welcome! Please open the link in the letter that we have sent to {email}."
    return "Welcome! It is good that you are here."
