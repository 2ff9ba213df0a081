"""The summary at the top of a thread: write it, and see how it came about."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.forms.marks import SummaryForm
from forum.discussion.models import Thread
from forum.discussion.operations.summaries import (
    SummaryTexts,
    SummaryWriting,
    make_ready,
    preview_summary,
    texts_of,
    write_summary,
)
from forum.discussion.queries.summaries import find_summary, list_summary_changes
from forum.discussion.queries.threads import get_thread, takes_part
from forum.discussion.rules import may_write_summary
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, see_other

bp = Blueprint("summaries", __name__)

NOTHING = "Please write something in one of the three parts: there is no summary yet."


@bp.get("/t/<int:thread_id>/summary")
def edit_form(thread_id: int) -> str:
    """Show the summary of a thread to change."""
    thread = _get(thread_id, current_person())
    summary = find_summary(thread)
    texts = texts_of(summary)
    form = SummaryForm(formdata=None, obj=texts, version=summary.version if summary else 0)
    return _page(thread, form)


@bp.post("/t/<int:thread_id>/summary")
def edit(thread_id: int) -> str | Response | tuple[str, int]:
    """Write the next version of a summary, or look at it first."""
    form, person = SummaryForm(), current_person()
    writing = _make_ready(form)
    thread = _get(thread_id, person)
    if writing is None:
        return _page(thread, form), 422
    if form.preview.data:
        return _page(thread, form, preview=preview_summary(thread, writing, by=person))
    try:
        seen = form.version.data or 0
        is_new = _write(thread, writing, person, seen)
    except Conflict:
        undo()
        return _conflict(_get(thread_id, person), form, writing), 409
    except Invalid as refusal:
        undo()
        add_refusal(form, refusal)
        return _page(_get(thread_id, person), form), 422
    flash("The summary is saved." if is_new else "Nothing was changed in the summary.")
    return see_other(link_to(thread))


@bp.get("/t/<int:thread_id>/summary/history")
def history(thread_id: int) -> str:
    """Show every version of a summary, and what changed from one to the next."""
    thread = get_thread(thread_id, by=current_person())
    changes = list_summary_changes(thread)
    return render_template("discussion/summary_history.html", thread=thread, changes=changes)


def _make_ready(form: SummaryForm) -> SummaryWriting | None:
    """Return what the form holds, rendered; None, with the reason in the form, if it cannot be."""
    texts = SummaryTexts(form.words.data, form.decisions.data, form.questions.data)
    try:
        return make_ready(texts)
    except Invalid as refusal:
        add_refusal(form, refusal)
        return None


def _write(thread: Thread, writing: SummaryWriting, person: Person, seen: int) -> bool:
    """Write the next version; False when nothing changed. Raises Invalid when there is nothing."""
    is_new = write_summary(thread, writing, by=person, seen_version=seen) is not None
    if not is_new and writing.texts == SummaryTexts():
        raise Invalid("words", NOTHING)
    return is_new


def _get(thread_id: int, person: Person) -> Thread:
    """Return a thread whose summary the person may write."""
    thread = get_thread(thread_id, by=person)
    require(may_write_summary(person, thread, takes_part=takes_part(thread, person)))
    return thread


def _conflict(thread: Thread, form: SummaryForm, mine: SummaryWriting) -> str:
    """Show what somebody else wrote meanwhile, part by part where it differs from the form."""
    newest = find_summary(thread)
    # Saving again means: I have seen the other text.
    form.version.data = newest.version if newest else 0
    form.version.raw_data = [str(form.version.data)]
    own = asdict(mine.texts)
    theirs = {name: text for name, text in asdict(texts_of(newest)).items() if text != own[name]}
    return _page(thread, form, theirs=theirs)


def _page(
    thread: Thread,
    form: SummaryForm,
    *,
    preview: SummaryTexts | None = None,
    theirs: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "discussion/summary_edit.html", thread=thread, form=form, preview=preview, theirs=theirs
    )
