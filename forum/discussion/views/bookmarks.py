"""Bookmarks: keep a post or a thread, list what one kept, change and remove it."""

from datetime import datetime

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.forms.marks import BookmarkForm
from forum.discussion.models import Bookmark, Post, Thread
from forum.discussion.operations.bookmarks import change_bookmark, keep_bookmark, remove_bookmark
from forum.discussion.queries.bookmarks import (
    find_bookmark,
    get_bookmark,
    get_bookmark_card,
    page_of_bookmarks,
)
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.reminders import When, reminder_moment
from forum.discussion.rules import may_bookmark
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.paging import page_address, page_number
from forum.kernel.times import full_time
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("bookmarks", __name__)


@bp.get("/bookmarks")
def bookmarks() -> str:
    """Show what the member has kept, or that of it which holds some words."""
    words = request.args.get("q", "")[:200]
    found = page_of_bookmarks(
        current_person(), words=words, page=page_number(request.args.get("page"))
    )
    return render_template(
        "discussion/bookmarks.html", found=found, words=words, address=page_address()
    )


@bp.get("/my/activity/bookmarks")
def my_bookmarks() -> Response:
    """Lead to the bookmarks of whoever asks."""
    return see_other("/bookmarks")


@bp.get("/u/<handle>/activity/bookmarks")
@bp.get("/u/<handle>/bookmarks")
def bookmarks_of(handle: str) -> Response:
    """Lead members to their own bookmarks; those of others are nobody's business."""
    if handle.casefold() != current_person().handle.casefold():
        raise NotFound
    return see_other("/bookmarks")


@bp.get("/p/<int:post_id>/bookmark")
def post_form(post_id: int) -> str:
    """Ask for the note and the date of a bookmark on a post."""
    return _ask(get_post(post_id, by=current_person()))


@bp.post("/p/<int:post_id>/bookmark")
def keep_post(post_id: int) -> Response | tuple[str, int]:
    """Keep a post."""
    return _keep(get_post(post_id, by=current_person()))


@bp.get("/t/<int:thread_id>/bookmark")
def thread_form(thread_id: int) -> str:
    """Ask for the note and the date of a bookmark on a thread."""
    return _ask(get_thread(thread_id, by=current_person()))


@bp.post("/t/<int:thread_id>/bookmark")
def keep_thread(thread_id: int) -> Response | tuple[str, int]:
    """Keep a thread."""
    return _keep(get_thread(thread_id, by=current_person()))


@bp.get("/bookmarks/<int:bookmark_id>")
def edit_form(bookmark_id: int) -> str:
    """Show a bookmark to change, also where its post can no longer be seen."""
    bookmark = get_bookmark(bookmark_id, by=current_person())
    return _page(_form(bookmark), bookmark)


@bp.post("/bookmarks/<int:bookmark_id>")
def edit(bookmark_id: int) -> Response | tuple[str, int]:
    """Change a bookmark."""
    person = current_person()
    bookmark = get_bookmark(bookmark_id, by=person)
    form = _form(bookmark, sent=True)
    if form.validate():
        with refusals_shown_in(form):
            due = _due(form, bookmark, person)
            change_bookmark(bookmark, by=person, note=form.note.data, remind_at=due)
            flash("Your bookmark is changed.")
            return see_other("/bookmarks")
    undo()
    return _page(form, get_bookmark(bookmark_id, by=person)), 422


@bp.post("/bookmarks/<int:bookmark_id>/remove")
def remove(bookmark_id: int) -> Response:
    """Let a place go."""
    bookmark = get_bookmark(bookmark_id, by=current_person())
    card = get_bookmark_card(bookmark, by=current_person())
    remove_bookmark(bookmark, by=current_person())
    flash("The bookmark is removed.")
    stays = request.form.get("next") == "list" or card.place is None
    return see_other("/bookmarks" if stays or card.place is None else card.place.address)


def _ask(place: Post | Thread) -> str:
    person = current_person()
    require(may_bookmark(person, _thread_of(place)))
    bookmark = find_bookmark(place, by=person)
    return _page(_form(bookmark), bookmark, place)


def _keep(place: Post | Thread) -> Response | tuple[str, int]:
    person = current_person()
    require(may_bookmark(person, _thread_of(place)))
    bookmark = find_bookmark(place, by=person)
    form = _form(bookmark, sent=True)
    address = place_of(place) if isinstance(place, Post) else link_to(place)
    if form.validate():
        with refusals_shown_in(form):
            due = _due(form, bookmark, person)
            keep_bookmark(place, by=person, note=form.note.data, remind_at=due)
            flash("You find it again under “Bookmarks” in your menu.")
            return see_other(address)
    undo()
    return _page(form, bookmark, place), 422


def _thread_of(place: Post | Thread) -> Thread:
    return place.thread if isinstance(place, Post) else place


def _form(bookmark: Bookmark | None, *, sent: bool = False) -> BookmarkForm:
    waits = bookmark is not None and bookmark.remind_at and not bookmark.reminded_at
    when = str(When.KEEP if waits else When.NEVER)
    note = bookmark.note if bookmark else ""
    form = BookmarkForm() if sent else BookmarkForm(formdata=None, note=note, when=when)
    zone = current_person().preferences.timezone
    kept = bookmark.remind_at if bookmark and waits else None
    form.offer(full_time(kept, zone) if kept else "")
    return form


def _due(form: BookmarkForm, bookmark: Bookmark | None, person: Person) -> datetime | None:
    return reminder_moment(
        When(form.when.data),
        moment=now(),
        zone_name=person.preferences.timezone,
        day=form.day.data,
        clock=form.clock.data,
        before=bookmark.remind_at if bookmark else None,
    )


def _page(form: BookmarkForm, bookmark: Bookmark | None, place: Post | Thread | None = None) -> str:
    person = current_person()
    card = get_bookmark_card(bookmark, by=person) if bookmark else None
    action = f"/bookmarks/{bookmark.id}" if bookmark else ""
    if isinstance(place, Post):
        action = f"/p/{place.id}/bookmark"
    elif place is not None:
        action = f"/t/{place.id}/bookmark"
    return render_template(
        "discussion/bookmark.html", form=form, card=card, action=action, place=place
    )
