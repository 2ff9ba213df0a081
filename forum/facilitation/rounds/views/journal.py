"""One's own journal."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import get_thread
from forum.facilitation.rounds.forms import JournalForm
from forum.facilitation.rounds.operations import delete_journal_entry, write_journal
from forum.facilitation.rounds.queries import get_journal_entry, journal_of
from forum.kernel.db import undo
from forum.kernel.routing import whole_number
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("journal", __name__)


@bp.get("/journal")
def journal() -> str:
    """Show one's journal, or what of it stands beside one thread."""
    thread = _thread(request.args.get("thread"))
    return _page(JournalForm(formdata=None, thread=thread.id if thread else None), thread)


@bp.post("/journal")
def write() -> str | Response | tuple[str, int]:
    """Write something for oneself."""
    form = JournalForm()
    thread = _thread(request.form.get("thread"))
    if form.validate():
        with refusals_shown_in(form):
            write_journal(form.body.data, by=current_person(), thread=thread)
    if form.errors:
        undo()
        return _page(form, _thread(request.form.get("thread"))), 422
    flash("It is in your journal. Nobody else reads it.")
    return see_other(f"/journal?thread={thread.id}" if thread else "/journal")


@bp.post("/journal/<int:entry_id>/delete")
def delete(entry_id: int) -> Response:
    """Remove an entry for good."""
    delete_journal_entry(get_journal_entry(entry_id, by=current_person()), by=current_person())
    flash("It is gone.")
    return see_other("/journal")


def _thread(number: str | None) -> Thread | None:
    """Return the thread beside which it stands, if one is named. Raises NotFound."""
    return get_thread(whole_number(number) or 0, by=current_person()) if number else None


def _page(form: JournalForm, thread: Thread | None) -> str:
    pages = journal_of(current_person(), thread.id if thread else None)
    return render_template("rounds/journal.html", form=form, thread=thread, pages=pages)
