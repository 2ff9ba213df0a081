"""One page for how a member reads, is written to and signs in."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import (
    may_ask_for_letter,
    may_try_secret,
    note_failure,
    too_many_letters,
    too_often,
)
from forum.accounts.checks import check_email, check_password, known_of
from forum.accounts.current import current_person, current_secret
from forum.accounts.forms import EmailForm, PasswordForm, ReadingForm
from forum.accounts.operations.emails import ask_email_change
from forum.accounts.operations.passwords import change_password
from forum.accounts.operations.profiles import set_preferences
from forum.accounts.operations.sign_in import end_sign_in, end_sign_ins
from forum.accounts.proof import sensitive
from forum.accounts.queries import get_own_member, list_sign_ins
from forum.accounts.slots import on_preferences
from forum.accounts.values import Preferences, Theme, ThreadView
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.passwords import hash_password, is_password
from forum.kernel.secrets import hash_of
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("preferences", __name__)


@bp.get("/preferences")
def show_preferences() -> ResponseReturnValue:
    """Show what a member has chosen."""
    return _page()


@bp.post("/preferences")
def save_reading() -> ResponseReturnValue:
    """Keep how the member likes to read."""
    form = ReadingForm()
    person = current_person()
    if not form.validate():
        return _page(422, reading=form)
    set_preferences(
        get_own_member(person),
        Preferences(
            thread_view=ThreadView(form.thread_view.data),
            theme=Theme(form.theme.data),
            timezone=form.timezone.data,
            keys=form.keys.data,
        ),
        by=person,
    )
    flash("Your preferences are saved.")
    return see_other("/preferences")


@bp.post("/preferences/email")
@sensitive
def change_email() -> ResponseReturnValue:
    """Send a link to the new address, for who has just proved who they are."""
    form = _email_form()
    person = current_person()
    if form.validate():
        with refusals_shown_in(form):
            check_email(form.email.data)
            if form.current_password:
                _need_password(form.current_password.data)
    if form.errors:
        return _page(422, email=form)
    subject = f"change of {person.id}"
    if not may_ask_for_letter(subject):
        form.form_errors.append(too_many_letters(subject))
        return _page(429, email=form)
    with refusals_shown_in(form):
        email = ask_email_change(get_own_member(person), form.email.data, by=person)
        flash(f"A letter is on its way to {email}. Open the link in it to confirm the address.")
    return _page(422, email=form) if form.errors else see_other("/preferences")


@bp.post("/preferences/password")
@sensitive
def save_password() -> ResponseReturnValue:
    """Change the password and sign other browsers out."""
    form = PasswordForm()
    person = current_person()
    if form.validate():
        with refusals_shown_in(form):
            member = get_own_member(person)
            known = known_of(member.handle, member.name, member.email)
            check_password(form.new_password.data, field="new_password", known=known)
            _need_password(form.current_password.data)
    if form.errors:
        return _page(422, password=form)
    password_hash = hash_password(form.new_password.data)
    change_password(
        get_own_member(person), password_hash, by=person, keeping=current_secret() or ""
    )
    flash("Your new password is set. Other browsers are signed out.")
    return see_other("/preferences")


@bp.post("/preferences/sign-out-others")
def sign_out_others() -> ResponseReturnValue:
    """Sign the member out everywhere but here."""
    end_sign_ins(get_own_member(current_person()), but=current_secret())
    flash("You are signed out everywhere but here.")
    return see_other("/preferences")


@bp.post("/preferences/sign-ins/<key>/end")
def sign_one_out(key: str) -> ResponseReturnValue:
    """Sign one of the member's other browsers out."""
    if end_sign_in(get_own_member(current_person()), key):
        flash("That browser is signed out.")
    return see_other("/preferences")


def _email_form(*, is_empty: bool = False) -> EmailForm:
    """Return the form; who signs in without a password is not asked for one."""
    form = EmailForm(formdata=None) if is_empty else EmailForm()
    if get_own_member(current_person()).password_hash is None:
        del form.current_password
    return form


def _need_password(password: str) -> None:
    """Raise Invalid when this is not the member's password.

    It is asked for once more, so that a browser left open does not give the account away.
    """
    if not may_try_secret():
        raise Invalid("current_password", too_often())
    kept = get_own_member(current_person()).password_hash
    # The hash takes its time, in which nobody else shall wait for the database.
    undo()
    if not is_password(password, kept):
        note_failure()
        raise Invalid("current_password", "This is not your password.")


def _page(
    status: int = 200,
    *,
    reading: ReadingForm | None = None,
    email: EmailForm | None = None,
    password: PasswordForm | None = None,
) -> tuple[str, int]:
    person = current_person()
    member = get_own_member(person)
    reading = reading or ReadingForm(formdata=None, obj=member)
    reading.offer_timezones(member.timezone)
    page = render_template(
        "accounts/preferences.html",
        member=member,
        parts=[fill(person) for fill in on_preferences],
        reading=reading,
        email=email or _email_form(is_empty=True),
        password=password or PasswordForm(formdata=None),
        sign_ins=list_sign_ins(person),
        this_one=hash_of(current_secret() or ""),
    )
    return page, status
