"""The start page of guests, and making one a member."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.guests.operations import make_member
from forum.accounts.queries import get_member
from forum.accounts.slots import on_visit
from forum.kernel.errors import NotFound
from forum.kernel.web import see_other

bp = Blueprint("guests", __name__)

blueprints = (bp,)


@bp.get("/visit")
def show_visit() -> str:
    """Show a guest their threads; one whose visit has ended, whom to ask."""
    person = current_person()
    if not person.is_guest:
        raise NotFound
    parts = [part(person) for part in on_visit]
    return render_template("accounts/guests/visit.html", parts=parts)


@bp.post("/u/<handle>/make-member")
def make(handle: str) -> Response:
    """Make a guest a member."""
    person = current_person()
    guest = get_member(handle, by=person)
    make_member(guest, by=person)
    flash(f"{guest.name} is a member now.")
    return see_other(f"/u/{guest.handle}")
