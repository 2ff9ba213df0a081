"""What one was told, what waits for one, and what one wants to be told of."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.slots import for_you
from forum.kernel.errors import Invalid
from forum.kernel.paging import page_address, page_number
from forum.kernel.web import local_address, see_other
from forum.outreach.notifications.operations import (
    choose_causes,
    mark_all_read,
    mark_read,
    say_done,
)
from forum.outreach.notifications.queries.lines import page_of_notifications
from forum.outreach.notifications.values import CAUSE_WORDS, Cause
from forum.outreach.notifications.web import render_bell

bp = Blueprint("notifications", __name__)
blueprints = (bp,)


@bp.get("/notifications")
def show_notifications() -> str:
    """Show what the member was told, unread first."""
    cause = _cause(request.args.get("cause"))
    page = page_number(request.args.get("page"))
    return render_template(
        "notifications/list.html",
        found=page_of_notifications(current_person(), cause=cause, page=page),
        cause=cause,
        causes=CAUSE_WORDS,
        address=page_address(),
    )


@bp.get("/notifications/bell")
def bell() -> str:
    """Show the menu of the header by itself, for pages that are open."""
    back = local_address(request.args.get("back"), "/notifications")
    return render_bell(current_person(), back)


@bp.post("/notifications/read")
def mark_everything_read() -> Response:
    """Mark everything as read, or what was told for one cause."""
    mark_all_read(by=current_person(), cause=_cause(request.form.get("cause")))
    flash("Your notifications are marked as read.")
    return see_other(local_address(request.form.get("next"), "/notifications"))


@bp.post("/notifications/<int:notification_id>/read")
def mark_one_read(notification_id: int) -> Response:
    """Mark one line as read."""
    mark_read(notification_id, by=current_person())
    return see_other(local_address(request.form.get("next"), "/notifications"))


@bp.post("/notifications/<int:notification_id>/done")
def needs_no_answer(notification_id: int) -> Response:
    """Take a mention or a reply off the page of what waits."""
    say_done(notification_id, by=current_person())
    return see_other("/for-you")


@bp.get("/for-you")
def what_waits() -> str:
    """Show what waits for the member, as all packages know it."""
    person = current_person()
    sections = [section for fill in for_you for section in fill(person) if section.needs]
    sections.sort(key=lambda section: section.place)
    return render_template("notifications/for_you.html", sections=sections)


@bp.post("/preferences/notifications")
def save_causes() -> Response:
    """Keep what the member wants to be told of."""
    wanted = [_cause(value) for value in request.form.getlist("cause")]
    if None in wanted:
        raise Invalid("cause", "Please choose from what is offered.")
    choose_causes([cause for cause in wanted if cause], by=current_person())
    flash("Your preferences are saved.")
    return see_other("/preferences#notifications")


def _cause(value: str | None) -> Cause | None:
    return Cause(value) if value in set(Cause) else None
