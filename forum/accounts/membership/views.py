"""The directory of members, and the end of a pause."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.membership.forms import ListingForm
from forum.accounts.membership.operations import (
    choose_listing,
    end_pause,
)
from forum.accounts.membership.queries import page_of_directory
from forum.accounts.membership.values import Sieve
from forum.accounts.queries import get_own_member
from forum.kernel.paging import page_address, page_number
from forum.kernel.routing import whole_number
from forum.kernel.web import see_other

bp = Blueprint("membership", __name__)
blueprints = (bp,)

LONGEST_WORDS = 200


@bp.get("/u")
def show_directory() -> str:
    """Show the members, all or those who fit."""
    sieve = Sieve(
        words=_typed("q"),
        about=_typed("about"),
        jurisdiction=_typed("jurisdiction"),
        language=_typed("language"),
        organisation_id=whole_number(request.args.get("organisation")) or 0,
    )
    number = page_number(request.args.get("page"))
    found = page_of_directory(current_person(), sieve, number=number)
    return render_template(
        "accounts/membership/directory.html", found=found, sieve=sieve, address=page_address()
    )


@bp.get("/members")
def show_members() -> ResponseReturnValue:
    """Lead on from where the list of members was before."""
    query = request.query_string.decode("ascii", "ignore")
    return redirect(f"/u?{query}" if query else "/u", 301)


@bp.post("/preferences/directory")
def save_listing() -> ResponseReturnValue:
    """Let the member stand in the directory, or not."""
    person = current_person()
    choose_listing(get_own_member(person), ListingForm().is_listed.data, by=person)
    flash("Saved.")
    return see_other("/preferences#membership")


@bp.post("/pause/end")
def come_back() -> ResponseReturnValue:
    """End the pause."""
    person = current_person()
    if end_pause(get_own_member(person), by=person):
        flash("Welcome back. Your pause has ended.")
    return see_other("/")


def _typed(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST_WORDS]
