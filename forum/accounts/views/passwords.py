"""Setting a new password with a link."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import (
    may_ask_for_letter,
    may_try_secret,
    note_failure,
    too_many_letters,
    too_often,
)
from forum.accounts.checks import check_password, known_of
from forum.accounts.current import sign_out_here
from forum.accounts.forms import AskResetForm, NewPasswordForm
from forum.accounts.operations.confirmations import find_confirmation
from forum.accounts.operations.passwords import ask_password_reset, reset_password
from forum.accounts.queries import get_member_by_id
from forum.accounts.values import SYSTEM, Purpose
from forum.kernel.db import undo
from forum.kernel.passwords import hash_password
from forum.kernel.web import public, refusals_shown_in, see_other

bp = Blueprint("passwords", __name__)


@bp.get("/password-reset")
@public
def show_ask() -> str:
    """Show the form that asks for a link."""
    return render_template("accounts/password_reset_ask.html", form=AskResetForm())


@bp.post("/password-reset")
@public
def ask() -> ResponseReturnValue:
    """Send a link to the owner of the name; who has none gets the same answer."""
    form = AskResetForm()
    page = "accounts/password_reset_ask.html"
    if not form.validate():
        return render_template(page, form=form), 422
    if not may_ask_for_letter(form.login.data):
        form.form_errors.append(too_many_letters(form.login.data))
        return render_template(page, form=form), 429
    ask_password_reset(form.login.data)
    flash("If there is such an account with an e-mail address, a letter is on its way there.")
    return see_other("/login")


@bp.get("/password-reset/<token>")
@public
def show_reset(token: str) -> ResponseReturnValue:
    """Show the form that sets a password; looking does not use the link up."""
    if find_confirmation(token, Purpose.PASSWORD) is None:
        return _dead()
    return _page(NewPasswordForm(), token)


@bp.post("/password-reset/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """Set the password and end every sign-in."""
    form = NewPasswordForm()
    if not form.validate():
        return _page(form, token, 422)
    if not may_try_secret():
        form.form_errors.append(too_often())
        return _page(form, token, 429)
    with refusals_shown_in(form):
        check_password(form.password.data, known=_known(token))
    if form.errors:
        return _page(form, token, 422)
    if reset_password(token, hash_password(form.password.data)) is None:
        note_failure()
        return _dead()
    sign_out_here()
    flash("Your new password is set. Please sign in with it.")
    return see_other("/login")


def _known(token: str) -> tuple[str, ...]:
    """Return what others know of whose link this is; of a dead link there is nobody."""
    found = find_confirmation(token, Purpose.PASSWORD)
    if found is None:
        return known_of("", "")
    member = get_member_by_id(found.member_id, by=SYSTEM)
    known = known_of(member.handle, member.name, member.email)
    # Looking at the password and its hash take their time.
    undo()
    return known


def _page(form: NewPasswordForm, token: str, status: int = 200) -> tuple[str, int]:
    return render_template("accounts/password_reset.html", form=form, token=token), status


def _dead() -> tuple[str, int]:
    page = render_template(
        "accounts/dead_link.html",
        sentence="This link was used already, or it is too old.",
        further=("/password-reset", "Ask for a new link"),
    )
    return page, 404
