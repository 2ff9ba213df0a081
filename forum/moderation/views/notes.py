"""The page on which facilitators leave each other notes on a thread."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import NoteForm
from forum.moderation.operations.notes import remove_note, write_note
from forum.moderation.queries.notes import list_notes
from forum.moderation.rules import may_write_note

bp = Blueprint("notes", __name__, url_prefix="/moderate/threads/<int:thread_id>/notes")


@bp.get("")
def notes(thread_id: int) -> str:
    """Show what facilitators have noted on a thread."""
    return _page(_get_thread(thread_id), NoteForm(formdata=None))


@bp.post("")
def add(thread_id: int) -> Response | tuple[str, int]:
    """Leave a note."""
    thread, form = _get_thread(thread_id), NoteForm()
    if form.validate():
        with refusals_shown_in(form):
            write_note(thread, form.words.data, by=current_person())
    if form.errors:
        undo()
        return _page(_get_thread(thread_id), form), 422
    flash("Your note is kept.")
    return see_other(f"/moderate/threads/{thread_id}/notes")


@bp.post("/<int:note_id>/remove")
def remove(thread_id: int, note_id: int) -> Response:
    """Remove a note of one's own."""
    remove_note(_get_thread(thread_id), note_id, by=current_person())
    flash("Your note is gone.")
    return see_other(f"/moderate/threads/{thread_id}/notes")


def _get_thread(thread_id: int) -> Thread:
    thread = get_thread(thread_id, by=current_person())
    require(may_write_note(current_person(), thread))
    return thread


def _page(thread: Thread, form: NoteForm) -> str:
    cards = list_notes(thread, current_person())
    return render_template("moderation/notes.html", thread=thread, notes=cards, form=form)
