"""Confirming a new address."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_try_secret, note_failure, too_often
from forum.accounts.current import current_person
from forum.accounts.operations.confirmations import find_confirmation
from forum.accounts.operations.emails import confirm_email
from forum.accounts.values import Purpose
from forum.kernel.web import error_page, public, see_other

bp = Blueprint("emails", __name__)


@bp.get("/confirm-email/<token>")
@public
def show_confirm(token: str) -> ResponseReturnValue:
    """Show the button that confirms; scanners of mail, which only look, do not use the link up."""
    found = find_confirmation(token, Purpose.EMAIL)
    if found is None:
        return _dead()
    return render_template("accounts/confirm_email.html", email=found.email, token=token)


@bp.post("/confirm-email/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Make the address that the link was sent to the member's."""
    if not may_try_secret():
        return error_page(429, "Please wait", too_often())
    member = confirm_email(token)
    if member is None:
        note_failure()
        return _dead()
    flash(f"Letters will go to {member.email} from now on.")
    return see_other("/preferences" if current_person().is_member else "/login")


def _dead() -> tuple[str, int]:
    page = render_template(
        "accounts/dead_link.html",
        sentence="This link was used already, or it is too old.",
        further=("/preferences", "Go to your preferences"),
    )
    return page, 404
