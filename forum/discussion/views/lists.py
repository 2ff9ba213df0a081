"""Lists of threads."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person, forget_current_person
from forum.accounts.queries import get_member
from forum.accounts.values import Person
from forum.discussion.models import Dismissal
from forum.discussion.operations.dismissals import DISMISSED
from forum.discussion.operations.reading import mark_all_read
from forum.discussion.queries.activity import page_of_activity
from forum.discussion.queries.categories import get_category, with_subcategories
from forum.discussion.queries.lists import find_dismissal, page_of_threads
from forum.discussion.queries.places import Narrowing
from forum.discussion.reading import note_visit, write_in_background
from forum.discussion.slots import list_acts
from forum.discussion.values import CategoryCard, Listing, Period
from forum.kernel.application import this_app
from forum.kernel.errors import NotFound
from forum.kernel.paging import page_address, page_number
from forum.kernel.routing import whole_number
from forum.kernel.web import local_address, see_other

bp = Blueprint("lists", __name__)

TITLES = {
    Listing.LATEST: "Latest",
    Listing.NEW: "New",
    Listing.UNREAD: "Unread",
    Listing.UNANSWERED: "Unanswered",
    Listing.TOP: "Top",
}
EMPTY = {
    Listing.LATEST: "Nothing has been written here yet. Be the first.",
    Listing.NEW: "Nothing new: you have opened every thread begun since you came.",
    Listing.UNREAD: "Nothing unread: you have seen everything in the threads that you follow.",
    Listing.UNANSWERED: "Every thread has an answer.",
    Listing.TOP: "Nothing was discussed in this time.",
}

PAST_THE_END = "The list ends before this page."


def show_list(listing: Listing, category: CategoryCard | None = None) -> str:
    """Show one page of a list, of everything or of a category."""
    person = current_person()
    narrowing = Narrowing()
    if category is not None:
        narrowing = Narrowing(category_ids=tuple(with_subcategories(category, person)))
    period = _period()
    threads = page_of_threads(
        person,
        listing,
        narrowing=narrowing,
        period=period,
        page=page_number(request.args.get("page")),
    )
    note_visit(person)
    write_in_background(this_app())
    return render_template(
        "discussion/list.html",
        heading=category.name if category else TITLES[listing],
        empty=EMPTY[listing] if threads.paging.number == 1 else PAST_THE_END,
        listing=listing,
        titles=TITLES,
        period=period,
        periods=Period,
        category=category,
        threads=threads,
        address=page_address(),
        dismissal=_dismissal(person, listing),
        list_acts=[link for fill in list_acts for link in fill(person, category)],
    )


def _dismissal(person: Person, listing: Listing) -> Dismissal | None:
    """Return what the reader has just dismissed here, to say so and to offer the way back."""
    id_ = whole_number(request.args.get("dismissed"))
    if id_ is None or listing not in DISMISSED:
        return None
    return find_dismissal(id_, by=person)


@bp.get("/")
@bp.get("/latest")
def latest() -> str:
    """Show what was written last."""
    return show_list(Listing.LATEST)


@bp.get("/new")
def new() -> str:
    """Show threads that the reader has not opened yet."""
    return show_list(Listing.NEW)


@bp.get("/unread")
def unread() -> str:
    """Show threads that went on since the reader was there."""
    return show_list(Listing.UNREAD)


@bp.get("/unanswered")
def unanswered() -> str:
    """Show threads that nobody has replied to."""
    return show_list(Listing.UNANSWERED)


@bp.get("/top")
def top() -> str:
    """Show the threads with most replies by most people."""
    return show_list(Listing.TOP)


@bp.get("/c/<slug>/<int:category_id>")
@bp.get("/c/<slug>/<int:category_id>/l/<listing>")
def in_category(slug: str, category_id: int, listing: str = "latest") -> str | Response:
    """Show a list of one category and those below it."""
    category = get_category(category_id, by=current_person())
    if listing not in set(Listing):
        raise NotFound
    if slug != category.slug:
        rest = request.full_path.rstrip("?").split(f"/{category_id}", 1)[1]
        return see_other(f"/c/{category.slug}/{category.id}{rest}")
    return show_list(Listing(listing), category)


@bp.get("/u/<handle>/activity")
def of_member(handle: str) -> str:
    """Show what a member has written, as far as the reader may see it."""
    person = current_person()
    member = get_member(handle, by=person)
    activity = page_of_activity(member, person, page=page_number(request.args.get("page")))
    return render_template(
        "discussion/activity.html", member=member, activity=activity, address=page_address()
    )


@bp.get("/u/<handle>/activity/topics")
def begun_by(handle: str) -> str:
    """Show the threads that a member has begun, as far as the reader may see them."""
    person = current_person()
    member = get_member(handle, by=person)
    threads = page_of_threads(
        person,
        Listing.LATEST,
        narrowing=Narrowing(author_id=member.id),
        page=page_number(request.args.get("page")),
    )
    return render_template(
        "discussion/begun_by.html", member=member, threads=threads, address=page_address()
    )


@bp.post("/mark-all-read")
def mark_read() -> Response:
    """Take everything as read."""
    mark_all_read(by=current_person())
    forget_current_person()
    flash("Everything is marked as read.")
    return see_other(local_address(request.form.get("next"), "/latest"))


def _period() -> Period:
    period = request.args.get("period", "")
    return Period(period) if period in set(Period) else Period.MONTH
