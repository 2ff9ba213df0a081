"""The queue: facilitators look at what waits for them, whatever its kind, and decide."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.queue.kinds import all_kinds
from forum.accounts.queue.operations import (
    claim_item,
    demand_decidable,
    prioritise_item,
    release_item,
)
from forum.accounts.queue.queries import Sieve, get_item
from forum.accounts.queue.rules import may_see_queue
from forum.accounts.queue.values import PRIORITY_WORDS, Priority
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.paging import page_address, page_number
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.queries.queue import Entry, get_entry, page_of_queue
from forum.moderation.views.fields import with_ids

bp = Blueprint("review", __name__)

OPEN_AGAIN = "This form is incomplete. Below you see how it stands: please decide again."
Answer = Response | tuple[str, int]


@bp.get("/review")
def queue() -> str:
    """Show what waits, or what was settled: of all kinds or of one."""
    person = current_person()
    require(may_see_queue(person))
    kind = request.args.get("kind", "")
    sieve = Sieve(
        is_settled=request.args.get("status") == "handled",
        kind=kind if kind in all_kinds() else "",
        is_mine="mine" in request.args,
    )
    found = page_of_queue(person, sieve, page=page_number(request.args.get("page")))
    forms = {entry.line.id: _form(entry) for entry in found.entries}
    return render_template(
        "moderation/review.html",
        queue=found,
        forms=forms,
        sieve=sieve,
        kinds=all_kinds(),
        priority_words=PRIORITY_WORDS,
        address=page_address(),
    )


@bp.get("/review/<int:item_id>")
def item(item_id: int) -> str:
    """Show one thing that waits or waited, and its history."""
    require(may_see_queue(current_person()))
    entry = get_entry(item_id, by=current_person())
    return _page(entry, _form(entry))


@bp.post("/review/<int:item_id>")
def handle(item_id: int) -> Answer:
    """Decide about a thing, unless somebody else was quicker."""
    person = current_person()
    require(may_see_queue(person))
    entry = get_entry(item_id, by=person)
    require(entry.may_handle)
    form, act, is_new = _form(entry, request.form), request.form.get("outcome", ""), False
    try:
        if form.validate():
            with refusals_shown_in(form):
                is_new = _decide(entry, act, form)
    except Conflict as conflict:
        return _conflict(item_id, conflict, form)
    if form.errors:
        undo()
        return _page(get_entry(item_id, by=person), form), 422
    told = entry.kind.told[act]
    flash(f"You {told}." if is_new else f"Done already: you {told}.")
    return see_other("/review")


@bp.post("/review/<int:item_id>/claim")
def claim(item_id: int) -> Answer:
    """Keep a thing to oneself for two days, or take it over."""
    person, entry = current_person(), get_entry(item_id, by=current_person())
    found = get_item(item_id, by=person)
    try:
        claim_item(found, entry.may_handle, by=person, seen_version=_seen())
    except Conflict as conflict:
        return _conflict(item_id, conflict)
    flash("It is yours for two days; then others are asked again.")
    return see_other(f"/review/{item_id}")


@bp.post("/review/<int:item_id>/release")
def release(item_id: int) -> Answer:
    """Leave to others what one has claimed."""
    require(may_see_queue(current_person()))
    release_item(get_item(item_id, by=current_person()), by=current_person())
    flash("Others can take it now.")
    return see_other(f"/review/{item_id}")


@bp.post("/review/<int:item_id>/priority")
def prioritise(item_id: int) -> Answer:
    """Say how soon a thing wants an answer."""
    person, entry = current_person(), get_entry(item_id, by=current_person())
    number = whole_number(request.form.get("priority"))
    if number not in set(Priority):
        raise Invalid("priority", "Something is urgent, normal, or can wait.")
    found, priority = get_item(item_id, by=person), Priority(number)
    try:
        prioritise_item(found, priority, entry.may_handle, by=person, seen_version=_seen())
    except Conflict as conflict:
        return _conflict(item_id, conflict)
    return see_other(f"/review/{item_id}")


def _decide(entry: Entry, act: str, form: Any) -> bool:
    person, seen = current_person(), whole_number(request.form.get("version"))
    if seen is None:
        raise Invalid("version", OPEN_AGAIN)
    if act not in entry.kind.told:
        raise Invalid("outcome", "Please choose one of the buttons.")
    entry.kind.lock(entry.line.subject_id, person)
    found = get_item(entry.line.id, by=person)
    demand_decidable(found, entry.may_handle, by=person, seen_version=seen)
    return entry.kind.decide(entry.line.subject_id, act, form, person)


def _seen() -> int:
    """Return the version that the page showed; none is an old one."""
    return whole_number(request.form.get("version")) or 0


def _conflict(item_id: int, conflict: Conflict, typed: Any = None) -> tuple[str, int]:
    """Show how things stand by now, with what was typed into an older page."""
    undo()
    entry = get_entry(item_id, by=current_person())
    form = _form(entry)
    if typed is not None:
        form.because.data = typed.because.data
    return _page(entry, form, conflict=conflict.sentence), 409


def _form(entry: Entry, typed: Any = None) -> Any:
    form = entry.kind.form(entry.thing, typed)
    with_ids(form, f"item-{entry.line.id}")
    return form


def _page(entry: Entry, form: Any, *, conflict: str = "") -> str:
    return render_template(
        "moderation/review_item.html",
        entry=entry,
        form=form,
        conflict=conflict,
        priority_words=PRIORITY_WORDS,
    )
