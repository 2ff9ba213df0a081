"""One's own posts that wait for a facilitator: read them, change them, take them back."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.forms.held import HeldForm
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.held import change_held, take_held_back
from forum.discussion.queries.held import card_of, filled, get_held, list_own_held
from forum.discussion.rules import may_change_held
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import split_tags, write
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import see_other

bp = Blueprint("held", __name__)

WAITS = (
    "Your post waits for a facilitator. Nobody else reads it until then; you are told what becomes "
    "of it."
)


def go_to(handed_in: Thread | Post | HeldPost) -> Response:
    """Lead to what was handed in: where it stands, or where it waits."""
    if isinstance(handed_in, Post):
        return see_other(place_of(handed_in))
    if isinstance(handed_in, Thread):
        return see_other(link_to(handed_in))
    flash(WAITS)
    return see_other(f"/waiting/{handed_in.id}")


@bp.get("/waiting")
def waiting() -> str:
    """Show what of the member's own waits, or was not published."""
    person = current_person()
    return render_template("discussion/waiting.html", cards=filled(list_own_held(person), person))


@bp.get("/waiting/<int:held_id>")
def one(held_id: int) -> str | Response:
    """Show one's own post that waits, to be changed or taken back."""
    held = _own(held_id)
    if held.post is not None:
        return see_other(place_of(held.post))
    form = HeldForm(
        formdata=None,
        title=held.title,
        tags=", ".join(held.tags),
        body=held.raw,
        revision=held.revision,
    )
    return _page(held, form)


@bp.post("/waiting/<int:held_id>")
def change(held_id: int) -> str | Response | tuple[str, int]:
    """Put another text in place of one that waits; 409 when it was changed or decided meanwhile."""
    form, writing = HeldForm(), None
    if form.validate():
        with refusals_and_warnings_shown_in(form):
            writing = write(form.body.data)
    held = _own(held_id)
    require(may_change_held(current_person(), held))
    try:
        if writing is not None:
            with refusals_and_warnings_shown_in(form):
                change_held(
                    held,
                    writing,
                    by=current_person(),
                    seen_revision=form.revision.data or 0,
                    title=form.title.data,
                    tags=split_tags(form.tags.data),
                    seen=seen_warnings(),
                )
    except Conflict as conflict:
        undo()
        held = _own(held_id)
        form.form_errors.append(f"{conflict.sentence} Save again to put this in its place.")
        form.revision.raw_data, form.revision.data = [str(held.revision)], held.revision
        return _page(held, form), 409
    if form.errors:
        undo()
        return _page(_own(held_id), form), 422
    flash("Saved. It waits as before.")
    return see_other(f"/waiting/{held_id}")


@bp.post("/waiting/<int:held_id>/take-back")
def take_back(held_id: int) -> Response:
    """Remove one's own post that waits, or that was not published."""
    take_held_back(_own(held_id), by=current_person())
    flash("It is gone.")
    return see_other("/waiting")


def _own(held_id: int) -> HeldPost:
    """Return a post of the person's own: facilitators look at others' in the queue."""
    person = current_person()
    held = get_held(held_id, by=person)
    if held.author_id != person.id:
        raise NotFound
    return held


def _page(held: HeldPost, form: HeldForm) -> str:
    person = current_person()
    [card] = filled([card_of(held, person)], person)
    return render_template("discussion/held.html", card=card, form=form)
