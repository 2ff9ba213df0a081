"""Writing into a round, letting a turn go by, and ending it."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import get_thread
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import write
from forum.facilitation.rounds.forms import EntryForm
from forum.facilitation.rounds.operations import end_round, pass_turn, take_back, write_in_round
from forum.facilitation.rounds.queries import round_page
from forum.kernel.db import undo
from forum.kernel.errors import Conflict
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import see_other

bp = Blueprint("round_entries", __name__)


@bp.get("/t/<int:thread_id>/round")
def entry(thread_id: int) -> str:
    """Show one's entry to be written or changed, on a page of its own."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    own = round_page(thread, person).own
    form = EntryForm(
        formdata=None, body=own.raw if own else "", revision=own.revision if own else 0
    )
    return _page(thread, form, person)


@bp.post("/t/<int:thread_id>/round")
def write_it(thread_id: int) -> str | Response | tuple[str, int]:
    """Write one's entry, or change it; 409 when it was changed in another window meanwhile."""
    person, form, writing, status = current_person(), EntryForm(), None, 422
    if form.validate():
        with refusals_and_warnings_shown_in(form):
            writing = write(form.body.data)
    thread = get_thread(thread_id, by=person)
    try:
        if writing is not None:
            with refusals_and_warnings_shown_in(form):
                write_in_round(
                    thread,
                    writing,
                    by=person,
                    seen_revision=form.revision.data or 0,
                    seen=seen_warnings(),
                )
    except Conflict as conflict:
        undo()
        status = 409
        thread = get_thread(thread_id, by=person)
        own = round_page(thread, person).own
        revision = own.revision if own else 0
        form.form_errors.append(f"{conflict.sentence} Save again to put this in its place.")
        form.revision.raw_data, form.revision.data = [str(revision)], revision
    if form.errors:
        undo()
        return _page(get_thread(thread_id, by=person), form, person), status
    flash("Your entry is in.")
    return see_other(f"{link_to(thread)}#round")


@bp.post("/t/<int:thread_id>/round/take-back")
def take_it_back(thread_id: int) -> Response:
    """Remove one's own entry."""
    thread = get_thread(thread_id, by=current_person())
    take_back(thread, by=current_person())
    flash("Your entry is gone.")
    return see_other(f"{link_to(thread)}#round")


@bp.post("/t/<int:thread_id>/round/pass")
def pass_it(thread_id: int) -> Response:
    """Let the turn at hand go by."""
    thread = get_thread(thread_id, by=current_person())
    pass_turn(thread, by=current_person())
    flash("The turn goes on.")
    return see_other(f"{link_to(thread)}#round")


@bp.post("/t/<int:thread_id>/round/end")
def end(thread_id: int) -> Response:
    """End a round: its entries become posts."""
    thread = get_thread(thread_id, by=current_person())
    end_round(thread, by=current_person())
    flash("The round is over: its entries are posts now, and everybody may reply.")
    return see_other(link_to(thread))


def _page(thread: Thread, form: EntryForm, person: Person) -> str:
    page = round_page(thread, person)
    require(page.may_write)
    return render_template("rounds/entry.html", thread=thread, page=page, form=form)
