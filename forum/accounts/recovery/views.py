"""Pages of recoveries: begun, agreed to, stopped."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_try_secret, note_failure, too_often
from forum.accounts.current import current_person
from forum.accounts.proof import sensitive
from forum.accounts.queries import get_member
from forum.accounts.recovery.forms import RecoveryForm
from forum.accounts.recovery.operations import (
    agree_to_recovery,
    begin_recovery,
    stop_for_member,
    stop_recovery,
)
from forum.accounts.recovery.queries import (
    card_of,
    find_open_recovery,
    find_recovery_to_stop,
    get_recovery,
)
from forum.accounts.recovery.rules import may_agree, may_stop
from forum.accounts.rules import may_manage_members
from forum.kernel.verdicts import require
from forum.kernel.web import error_page, public, refusals_shown_in, see_other

bp = Blueprint("recovery", __name__)
blueprints = (bp,)


@bp.get("/admin/members/<handle>/recovery")
def show_form(handle: str) -> ResponseReturnValue:
    """Show the form that begins a recovery, or the one that has begun."""
    person = current_person()
    require(may_manage_members(person))
    member = get_member(handle, by=person)
    begun = find_open_recovery(member.id)
    if begun is not None:
        return see_other(f"/recoveries/{begun.id}")
    return render_template(
        "accounts/recovery/begin.html", member=member, form=RecoveryForm(formdata=None)
    )


@bp.post("/admin/members/<handle>/recovery")
@sensitive
def begin(handle: str) -> ResponseReturnValue:
    """Begin to help a member back in who has lost password and address."""
    person, form = current_person(), RecoveryForm()
    require(may_manage_members(person))
    member = get_member(handle, by=person)
    if form.validate():
        with refusals_shown_in(form):
            recovery = begin_recovery(
                member, email=form.email.data, because=form.because.data, by=person
            )
    if form.errors:
        return render_template("accounts/recovery/begin.html", member=member, form=form), 422
    return see_other(f"/recoveries/{recovery.id}")


@bp.get("/recoveries/<int:recovery_id>")
def show(recovery_id: int) -> str:
    """Show how far a recovery has come, and what is missing."""
    person = current_person()
    recovery = get_recovery(recovery_id, by=person)
    return render_template(
        "accounts/recovery/recovery.html",
        recovery=card_of(recovery),
        agreeing=may_agree(person, recovery),
        stopping=may_stop(person, recovery),
    )


@bp.post("/recoveries/<int:recovery_id>/agree")
@sensitive
def agree(recovery_id: int) -> ResponseReturnValue:
    """Be the second of the two."""
    person = current_person()
    agree_to_recovery(get_recovery(recovery_id, by=person), by=person)
    flash("You have agreed. The member is told, and has 72 hours to stop it.")
    return see_other(f"/recoveries/{recovery_id}")


@bp.post("/recoveries/<int:recovery_id>/stop")
def stop(recovery_id: int) -> ResponseReturnValue:
    """Stop a recovery."""
    person = current_person()
    stop_recovery(get_recovery(recovery_id, by=person), by=person)
    flash("It is stopped. No link will be sent.")
    return see_other(f"/recoveries/{recovery_id}")


@bp.get("/recovery/stop/<token>")
@public
def show_stop(token: str) -> ResponseReturnValue:
    """Show the button that stops; scanners of mail, which only look, do not use the link up."""
    recovery = find_recovery_to_stop(token)
    if recovery is None:
        return _dead()
    return render_template("accounts/recovery/stop.html", recovery=card_of(recovery), token=token)


@bp.post("/recovery/stop/<token>")
@public
def stop_by_letter(token: str) -> ResponseReturnValue:
    """Stop a recovery, for who reads the member's letters."""
    if not may_try_secret():
        return error_page(429, "Please wait", too_often())
    recovery = find_recovery_to_stop(token)
    if recovery is None:
        note_failure()
        return _dead()
    stop_for_member(recovery)
    flash("It is stopped: nobody gets a link. If you cannot sign in, set a new password by mail.")
    return see_other("/login")


def _dead() -> tuple[str, int]:
    page = render_template(
        "accounts/dead_link.html",
        sentence="There is nothing to stop: it was stopped already, or it is over.",
        further=("/login", "Go to the sign-in page"),
    )
    return page, 404
