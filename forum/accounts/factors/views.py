"""Setting up second factors, and proving with them."""

from flask import Blueprint, flash, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_try_code, may_try_secret, note_failure, too_often
from forum.accounts.current import current_person, current_secret, sign_in_here
from forum.accounts.factors.ceremonies import (
    ask_to_make,
    ask_to_use,
    check_made,
    check_used,
    passkeys_work_here,
)
from forum.accounts.factors.forms import AppForm, CodeForm, PasskeyForm, ProofForm
from forum.accounts.factors.operations import (
    add_passkey,
    begin_authenticator,
    confirm_authenticator,
    is_code_right,
    make_recovery_codes,
    note_proof,
    note_use,
    remove_authenticator,
    remove_passkey,
)
from forum.accounts.factors.pending import pending_member
from forum.accounts.factors.pictures import authenticator_address, qr_picture
from forum.accounts.factors.queries import factors_of, get_passkey, waiting_secret
from forum.accounts.models import Member
from forum.accounts.proof import sensitive
from forum.accounts.queries import get_member_by_id, get_own_member
from forum.accounts.rules import may_sign_in
from forum.accounts.values import SYSTEM
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.passwords import is_password
from forum.kernel.verdicts import require
from forum.kernel.web import local_address, public, refusals_shown_in, see_other, shown_once

bp = Blueprint("factors", __name__)
blueprints = (bp,)

WRONG = "This code is not right, or it was used already."


@bp.get("/login/second")
@public
def show_second() -> ResponseReturnValue:
    """Ask who has shown the password for the second factor."""
    pending = pending_member()
    return _second_page(pending[0], CodeForm()) if pending else see_other("/login")


@bp.post("/login/second")
@public
def sign_in_with_second() -> ResponseReturnValue:
    """Sign in with the second factor, after the password."""
    pending, form = pending_member(), CodeForm()
    if pending is None:
        flash("That took long: please sign in again.")
        return see_other("/login")
    member, keep = pending
    if not may_try_code(member.id):
        form.form_errors.append(too_often(member_id=member.id))
        return _second_page(member, form, 429)
    if not _is_shown(member, form):
        note_failure()
        return _second_page(member, form, 422)
    return _come_in(member, keep=keep)


@bp.get("/login/passkey")
@public
def ask_for_passkey() -> ResponseReturnValue:
    """Return what a script asks the browser for, to sign in with a passkey alone."""
    if not passkeys_work_here():
        raise NotFound
    answer = shown_once(ask_to_use())
    answer.mimetype = "application/json"
    return answer


@bp.post("/login/passkey")
@public
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey alone: it proves both that one has it and that it is oneself."""
    if not may_try_secret():
        flash(too_often(), "problem")
        return see_other("/login")
    try:
        passkey, count = check_used(request.form.get("credential", ""))
        member = get_member_by_id(passkey.member_id, by=SYSTEM)
        require(may_sign_in(member, now()))
    except (Invalid, NotPermitted) as refusal:
        note_failure()
        flash(refusal.sentence, "problem")
        return see_other("/login")
    note_use(passkey, count)
    return _come_in(member, keep=bool(request.form.get("keep")))


@bp.get("/prove")
def show_prove() -> str:
    """Ask once more who it is, before something sensitive."""
    return _prove_page(ProofForm(formdata=None))


@bp.post("/prove")
def prove() -> ResponseReturnValue:
    """Note that it is really the member, for a quarter of an hour."""
    form, member = ProofForm(), get_own_member(current_person())
    if not may_try_secret() or not may_try_code(member.id):
        form.form_errors.append(too_often(member_id=member.id))
        return _prove_page(form), 429
    if not _is_proven(member, form):
        note_failure()
        return _prove_page(form), 422
    note_proof(current_secret() or "")
    return see_other(local_address(request.form.get("next")))


@bp.get("/second-factor")
@sensitive
def show_factors() -> ResponseReturnValue:
    """Show what the member proves with besides the password."""
    return _factors_page()


@bp.post("/second-factor/app")
@sensitive
def set_up_app() -> ResponseReturnValue:
    """Show the picture that an app reads, and ask for its first code."""
    person = current_person()
    member = get_own_member(person)
    begin_authenticator(member, by=person)
    return _app_page(member, AppForm(formdata=None))


@bp.post("/second-factor/app/confirm")
@sensitive
def take_app() -> ResponseReturnValue:
    """Take the app into use."""
    person, form = current_person(), AppForm()
    member = get_own_member(person)
    if not may_try_code(member.id):
        form.form_errors.append(too_often(member_id=member.id))
        return _app_page(member, form, 429)
    with refusals_shown_in(form):
        codes = confirm_authenticator(member, form.code.data, by=person)
    if form.errors:
        return _app_page(member, form, 422)
    flash("From now on you sign in with your password and a code of the app.")
    return _codes_page(codes) if codes else see_other("/second-factor")


@bp.post("/second-factor/app/remove")
@sensitive
def give_up_app() -> ResponseReturnValue:
    """Give up the app."""
    person = current_person()
    wanted = this_settings().second_factor
    try:
        remove_authenticator(get_own_member(person), wanted=wanted, by=person)
    except NotPermitted as refusal:
        return _factors_page(refusal.sentence), 403
    return see_other("/second-factor")


@bp.post("/second-factor/passkeys")
@sensitive
def take_passkey() -> ResponseReturnValue:
    """Take a passkey into use."""
    person, form = current_person(), PasskeyForm()
    codes: list[str] = []
    with refusals_shown_in(form):
        made = check_made(form.credential.data or "", form.name.data)
        codes = add_passkey(
            get_own_member(person),
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=made.name,
            by=person,
        )
    if form.errors:
        return _factors_page(form=form), 422
    flash("The passkey is ready.")
    return _codes_page(codes) if codes else see_other("/second-factor")


@bp.post("/second-factor/passkeys/<int:passkey_id>/remove")
@sensitive
def give_up_passkey(passkey_id: int) -> ResponseReturnValue:
    """Give up a passkey."""
    person = current_person()
    passkey = get_passkey(passkey_id, person.member_id)
    try:
        remove_passkey(passkey, wanted=this_settings().second_factor, by=person)
    except NotPermitted as refusal:
        return _factors_page(refusal.sentence), 403
    return see_other("/second-factor")


@bp.post("/second-factor/codes")
@sensitive
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them once."""
    person = current_person()
    if not person.has_second_factor:
        return see_other("/second-factor")
    return _codes_page(make_recovery_codes(get_own_member(person), by=person))


def _come_in(member: Member, *, keep: bool) -> ResponseReturnValue:
    goal = local_address(session.get("next"))
    sign_in_here(member, keep=keep)
    return see_other(goal)


def _is_shown(member: Member, form: CodeForm) -> bool:
    """Tell whether the form shows a second factor of the member; else it says why not."""
    if form.credential.data:
        with refusals_shown_in(form):
            note_use(*check_used(form.credential.data, member=member))
        # What belongs to a field that nobody sees is said above the form.
        form.form_errors.extend(form.credential.errors)
        return not form.errors
    if is_code_right(member, form.code.data):
        return True
    form.code.errors = [WRONG]
    return False


def _is_proven(member: Member, form: ProofForm) -> bool:
    if member.second_factor_since is not None:
        return _is_shown(member, form)
    kept, password = member.password_hash, form.password.data
    # The hash takes its time, in which nobody else shall wait for the database.
    undo()
    if is_password(password, kept):
        return True
    form.password.errors = ["This is not your password."]
    return False


def _second_page(member: Member, form: CodeForm, status: int = 200) -> tuple[str, int]:
    factors = factors_of(member.id)
    options = ask_to_use(member) if factors.passkeys and passkeys_work_here() else ""
    page = render_template(
        "accounts/second_factor_ask.html", form=form, factors=factors, options=options
    )
    return page, status


def _prove_page(form: ProofForm) -> str:
    member = get_own_member(current_person())
    factors = factors_of(member.id)
    options = ask_to_use(member) if factors.passkeys and passkeys_work_here() else ""
    return render_template(
        "accounts/prove.html",
        form=form,
        factors=factors,
        options=options,
        next=local_address(request.values.get("next")),
    )


def _factors_page(sentence: str = "", *, form: PasskeyForm | None = None) -> str:
    member = get_own_member(current_person())
    return render_template(
        "accounts/factors.html",
        factors=factors_of(member.id),
        sentence=sentence,
        form=form or PasskeyForm(formdata=None),
        options=ask_to_make(member) if passkeys_work_here() else "",
    )


def _app_page(member: Member, form: AppForm, status: int = 200) -> ResponseReturnValue:
    secret = waiting_secret(member.id)
    if not secret:
        return see_other("/second-factor")
    address = authenticator_address(member, secret)
    page = render_template(
        "accounts/factors_app.html", secret=secret, form=form, picture=qr_picture(address)
    )
    return shown_once(page), status


def _codes_page(codes: list[str]) -> ResponseReturnValue:
    return shown_once(render_template("accounts/factors_codes.html", codes=codes))
