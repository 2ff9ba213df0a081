"""Signing in and out."""

from flask import Blueprint, render_template, session
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import forget_attempts, may_try_sign_in, note_failure, too_often
from forum.accounts.current import current_person, sign_in_here, sign_out_here
from forum.accounts.factors.ceremonies import passkeys_work_here
from forum.accounts.factors.pending import keep_pending
from forum.accounts.forms import SignInForm
from forum.accounts.models import Member
from forum.accounts.queries import find_member_by_login
from forum.accounts.rules import may_sign_in
from forum.accounts.sanctions.queries import appeal_page
from forum.accounts.values import Standing
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.passwords import hash_password, is_password, needs_new_hash
from forum.kernel.times import full_time
from forum.kernel.web import local_address, public, see_other

bp = Blueprint("sign_in", __name__)

WRONG = "This name and this password do not fit together."


@bp.get("/login")
@public
def show_sign_in() -> ResponseReturnValue:
    """Show the form; who is signed in already goes on."""
    if current_person().is_past_guest:
        return see_other("/visit")
    if current_person().is_member:
        return see_other(local_address(session.get("next")))
    return _page(SignInForm())


@bp.post("/login")
@public
def sign_in_with_password() -> ResponseReturnValue:
    """Sign in; an unknown name and a wrong password are answered alike, and take as long."""
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    login, password = form.login.data, form.password.data
    if not may_try_sign_in(login):
        return _page(form, 429, too_often(login))
    member = find_member_by_login(login)
    kept = member.password_hash if member else None
    # The hash takes its time, in which nobody else shall wait for the database.
    undo()
    is_right = is_password(password, kept)
    better = hash_password(password) if is_right and kept and needs_new_hash(kept) else kept
    if member is None or not is_right:
        note_failure()
        return _page(form, 422, WRONG)
    forget_attempts(login)
    if not may_sign_in(member, now()):
        return _page(form, 403, _why_not(member), appeal=appeal_page(member))
    member.password_hash = better
    if member.second_factor_since is not None:
        keep_pending(member, keep=form.keep.data)
        return see_other("/login/second")
    goal = local_address(session.get("next"))
    sign_in_here(member, keep=form.keep.data)
    return see_other(goal)


@bp.post("/logout")
@public
def sign_out_of_this_browser() -> ResponseReturnValue:
    """Sign this browser out."""
    sign_out_here()
    return see_other("/login")


def _page(
    form: SignInForm, status: int = 200, sentence: str = "", appeal: str = ""
) -> tuple[str, int]:
    if sentence:
        form.form_errors.append(sentence)
    page = render_template(
        "accounts/sign_in.html", form=form, has_passkeys=passkeys_work_here(), appeal=appeal
    )
    return page, status


RIGHTS = (
    "You can still ask for what is kept about you, or to be erased: write to the hosts, who see to "
    "it that you are let in for it."
)


def _why_not(member: Member) -> str:
    """Tell who has given the right password why they cannot come in."""
    verdict = may_sign_in(member, now())
    if member.standing is not Standing.ACTIVE or member.suspended_until is None:
        return verdict.because
    until = full_time(member.suspended_until, member.timezone)
    reason = f"This account is suspended until {until}. The reason: {member.suspended_because}"
    return f"{reason} {RIGHTS}"
