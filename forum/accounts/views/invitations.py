"""Inviting people, and accepting an invitation."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.agreement.queries import current_rules
from forum.accounts.attempts import (
    may_send_invitation,
    may_try_secret,
    note_failure,
    too_many_invitations,
    too_often,
)
from forum.accounts.checks import check_handle, check_name, check_password, known_of
from forum.accounts.current import current_person, forget_current_person, sign_in_here
from forum.accounts.forms import AcceptForm, InviteForm
from forum.accounts.models import Invitation
from forum.accounts.openid.flows import forget_said, what_was_said
from forum.accounts.openid.operations import put_identity
from forum.accounts.openid.values import Aim
from forum.accounts.operations.invitations import (
    Invited,
    accept_invitation,
    ask_for_new_invitation,
    come_again,
    invite,
    leads_on,
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
from forum.accounts.slots import beside_invitations, on_invitation
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Conflict
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
    if not may_send_invitation(person.member_id):
        form.form_errors.append(too_many_invitations(person.member_id))
        return _list(form), 429
    with refusals_shown_in(form):
        invited = invite(email=form.email.data, note=form.note.data, by=person)
    return (_list(form), 422) if form.errors else _sent(invited)


@bp.post("/invites/<int:invitation_id>/resend")
def resend(invitation_id: int) -> ResponseReturnValue:
    """Invite the same person anew."""
    person = current_person()
    if not may_send_invitation(person.member_id):
        return error_page(429, "Please wait", too_many_invitations(person.member_id))
    try:
        return _sent(resend_invitation(get_invitation(invitation_id, by=person), by=person))
    except Conflict as conflict:
        return _meanwhile(conflict)


@bp.post("/invites/<int:invitation_id>/withdraw")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    person = current_person()
    try:
        withdraw_invitation(get_invitation(invitation_id, by=person), by=person)
    except Conflict as conflict:
        return _meanwhile(conflict)
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
    form = AcceptForm()
    if not may_try_secret():
        return _too_often(form, token)
    elsewhere = what_was_said(Aim.INVITATION, token)
    password_hash = _check(form, token, is_elsewhere=elsewhere is not None)
    invitation = find_invitation(token)
    if invitation is None or not is_pending(invitation):
        note_failure()
        return _dead()
    if not may_accept_invitation(invitation, now()):
        return _expired(invitation, token)
    if form.errors or current_person().is_member:
        return _page(form, invitation, token, 422)
    with refusals_shown_in(form):
        member = accept_invitation(
            invitation,
            handle=form.handle.data,
            name=form.name.data,
            password_hash=password_hash,
            email=form.email.data,
        )
        if elsewhere is not None:
            put_identity(member, elsewhere)
    if form.errors:
        undo()
        return _page(form, invitation, token, 422)
    sign_in_here(member, keep=False)
    flash(_welcome(form, invitation))
    return see_other("/")


@bp.post("/invites/<token>/again")
@public
def come(token: str) -> ResponseReturnValue:
    """Follow an invitation as somebody who was here before, and is signed in."""
    invitation = find_invitation(token)
    if invitation is None or not leads_on(invitation, current_person()):
        return _dead()
    person = current_person()
    come_again(invitation, by=person)
    forget_current_person()
    flash("Welcome back! It is good that you are here.")
    return see_other("/visit" if person.is_guest else "/g")


@bp.post("/invites/<token>/without-openid")
@public
def join_without_openid(token: str) -> ResponseReturnValue:
    """Go back to the form with a password."""
    forget_said()
    return see_other(f"/invites/{token}")


@bp.post("/invites/<token>/ask")
@public
def ask_again(token: str) -> ResponseReturnValue:
    """Let the inviter know that somebody found their invitation expired."""
    invitation = find_invitation(token)
    if invitation is None or not is_pending(invitation):
        return _dead()
    ask_for_new_invitation(invitation)
    return render_template("accounts/invitation_asked.html")


def _check(form: AcceptForm, token: str, *, is_elsewhere: bool) -> str | None:
    """Return the hash of the password when all that was typed can be accepted.

    Everything is checked at once, so that nobody is sent back four times; the hash takes its time
    and is made while nobody waits for the database. Who comes with an account elsewhere needs none.
    """
    if is_elsewhere:
        del form.password
    invitation = find_invitation(token)
    email = invitation.email if invitation else None
    undo()
    form.validate()
    with refusals_shown_in(form):
        check_handle(form.handle.data)
    with refusals_shown_in(form):
        check_name(form.name.data)
    if is_elsewhere:
        return None
    with refusals_shown_in(form):
        known = known_of(form.handle.data, form.name.data, email or form.email.data)
        check_password(form.password.data, known=known)
    return None if form.errors else hash_password(form.password.data)


def _too_often(form: AcceptForm, token: str) -> tuple[str, int]:
    """Say when to try again, with what was typed where there is a form for it."""
    invitation = find_invitation(token)
    if invitation is None or not may_accept_invitation(invitation, now()):
        return error_page(429, "Please wait", too_often())
    form.form_errors.append(too_often())
    return _page(form, invitation, token, 429)


def _page(
    form: AcceptForm, invitation: Invitation, token: str, status: int = 200
) -> tuple[str, int]:
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=invitation,
        inviter=inviter_of(invitation),
        token=token,
        elsewhere=what_was_said(Aim.INVITATION, token),
        rules=current_rules(),
        is_shown="visible" in request.args,
        is_own=leads_on(invitation, current_person()),
        leads_to=[part(invitation) for part in on_invitation],
    )
    return page, status


def _meanwhile(conflict: Conflict) -> ResponseReturnValue:
    # The page that was acted on is an old one: the list as it is now says the rest.
    flash(conflict.sentence)
    return see_other("/invites")


def _list(form: InviteForm) -> str:
    pending = pending_invitations(by=current_person())
    parts = [part(current_person()) for part in beside_invitations]
    return render_template("accounts/invitations.html", form=form, pending=pending, parts=parts)


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
