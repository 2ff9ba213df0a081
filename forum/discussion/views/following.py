"""Choosing how much one hears of a thread, a category or a tag."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import category_address, tag_address, thread_address
from forum.discussion.following import FOLLOWING_WORDS, PLACE_DONE, THREAD_DONE, Following
from forum.discussion.operations.following import (
    NOT_OFFERED,
    follow_category,
    follow_tag,
    follow_thread,
    prefer_following,
)
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.followed import page_of_followed_threads
from forum.discussion.queries.threads import get_tag, get_thread
from forum.discussion.rules import THREAD_FOLLOWINGS
from forum.kernel.errors import Invalid
from forum.kernel.paging import page_address, page_number
from forum.kernel.web import local_address, see_other

bp = Blueprint("following", __name__)

USUAL = "usual"
_NAMES = {one.name.lower(): one for one in Following}


@bp.post("/t/<int:thread_id>/following")
def thread(thread_id: int) -> Response:
    """Follow a thread otherwise."""
    person = current_person()
    found = get_thread(thread_id, by=person)
    following = _chosen("following")
    follow_thread(found, following, by=person)
    flash(THREAD_DONE[following])
    return see_other(local_address(request.form.get("next"), thread_address(found)))


@bp.post("/c/<int:category_id>/following")
def category(category_id: int) -> Response:
    """Follow a category otherwise."""
    person = current_person()
    card = get_category(category_id, by=person)
    following = _chosen("following")
    follow_category(card.id, following, by=person)
    flash(PLACE_DONE[following].format(f"“{card.name}”"))
    return see_other(local_address(request.form.get("next"), category_address(card)))


@bp.post("/tag/<name>/following")
def tag(name: str) -> Response:
    """Follow a tag otherwise."""
    person = current_person()
    found = get_tag(name, by=person)
    following = _chosen("following")
    follow_tag(found, following, by=person)
    flash(PLACE_DONE[following].format(f"the tag “{found.name}”"))
    return see_other(local_address(request.form.get("next"), tag_address(found.name)))


@bp.post("/preferences/following")
def preferences() -> Response:
    """Choose what writing in a thread brings about."""
    starting, replying = _chosen("when_starting"), _chosen("when_replying")
    if starting is None or replying is None:
        raise Invalid("following", NOT_OFFERED)
    prefer_following(starting, replying, by=current_person())
    flash("Your preferences are saved.")
    return see_other("/preferences#following")


@bp.get("/following")
def followed_threads() -> str:
    """Show the threads that the member follows or has muted."""
    following = _NAMES.get(request.args.get("following", ""))
    page = page_number(request.args.get("page"))
    return render_template(
        "discussion/following.html",
        followed=page_of_followed_threads(current_person(), following=following, page=page),
        following=following,
        choices=THREAD_FOLLOWINGS,
        words=FOLLOWING_WORDS,
        address=page_address(),
    )


def _chosen(name: str) -> Following | None:
    """Return what was chosen; None for the usual. Raises Invalid."""
    value = request.form.get(name, "")
    if value == USUAL:
        return None
    if value not in _NAMES:
        raise Invalid(name, NOT_OFFERED)
    return _NAMES[value]
