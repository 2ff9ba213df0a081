"""Dismissing lists of new and unread threads, and how long threads are new."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person, forget_current_person
from forum.accounts.operations.profiles import choose_new_window
from forum.accounts.values import NewWindow
from forum.discussion.addresses import category_address
from forum.discussion.operations.dismissals import dismiss, undo_dismissal
from forum.discussion.queries.categories import get_category, with_subcategories
from forum.discussion.queries.lists import find_dismissal
from forum.discussion.values import CategoryCard, Listing
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.routing import whole_number
from forum.kernel.web import see_other

bp = Blueprint("dismissals", __name__)

NOTHING = {Listing.NEW: "Nothing was new.", Listing.UNREAD: "Nothing was unread."}


@bp.post("/dismiss")
def dismiss_list() -> Response:
    """Empty a list of new or unread threads, of everything or of a category."""
    person, listing = current_person(), request.form.get("listing", "")
    if listing not in NOTHING:
        raise Invalid("listing", "Only new and unread threads can be dismissed.")
    asked = request.form.get("category", "")
    category = get_category(whole_number(asked) or 0, by=person) if asked else None
    ids = with_subcategories(category, person) if category else None
    done = dismiss(Listing(listing), by=person, category_ids=ids)
    forget_current_person()
    address = _address(Listing(listing), category)
    if done is None:
        flash(NOTHING[Listing(listing)])
        return see_other(address)
    return see_other(f"{address}?dismissed={done.id}")


@bp.post("/dismissals/<int:dismissal_id>/undo")
def undo_it(dismissal_id: int) -> Response:
    """Let what was dismissed be new or unread again."""
    person = current_person()
    dismissal = find_dismissal(dismissal_id, by=person)
    if dismissal is None:
        raise NotFound
    listing, category_id = dismissal.listing, dismissal.category_id
    undo_dismissal(dismissal, by=person)
    forget_current_person()
    flash("They are back.")
    category = get_category(category_id, by=person) if category_id else None
    return see_other(_address(listing, category))


@bp.post("/preferences/new-threads")
def choose_newness() -> Response:
    """Choose how long threads are new."""
    window = request.form.get("new_window", "")
    if window not in set(NewWindow):
        raise Invalid("new_window", "Please choose one of the four.")
    choose_new_window(NewWindow(window), by=current_person())
    flash("Your preferences are saved.")
    return see_other("/preferences")


def _address(listing: Listing, category: CategoryCard | None) -> str:
    return f"{category_address(category)}/l/{listing}" if category else f"/{listing}"
