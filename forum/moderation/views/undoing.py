"""Undoing an act that stands in the log, with a reason."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import see_other
from forum.kernel.wording import need_reason
from forum.moderation.forms import ReasonForm
from forum.moderation.models import LogEntry
from forum.moderation.queries.undoing import get_full_entry
from forum.moderation.rules import may_see_full_log
from forum.moderation.undoing import UNDOINGS, Subject, subject_of, undo_act, why_not
from forum.moderation.values import ACT_WORDS

bp = Blueprint("undoing", __name__)


@bp.get("/moderation-log/<int:log_id>/undo")
def undo_form(log_id: int) -> str:
    """Ask why an act shall be undone, or say why it cannot be (any more)."""
    return _page(_get_entry(log_id), ReasonForm(formdata=None))


@bp.post("/moderation-log/<int:log_id>/undo")
def undo_it(log_id: int) -> Response | tuple[str, int]:
    """Undo the act; 409 when something was done about it since."""
    entry, form, status = _get_entry(log_id), ReasonForm(), 422
    if form.validate():
        subject = _find_subject(entry, form.because.data)
        if subject is None:
            raise NotFound
        try:
            need_reason(form.because.data)
            undo_act(subject)
        except Invalid as refusal:
            form.because.errors = [*form.because.errors, refusal.sentence]
        except Conflict:
            status = 409
        else:
            flash("It is undone.")
            return see_other(place_of(subject.post) if subject.post else link_to(subject.thread))
    undo()
    return _page(_get_entry(log_id), form), status


def _get_entry(log_id: int) -> LogEntry:
    require(may_see_full_log(current_person()))
    return get_full_entry(log_id, by=current_person())


def _find_subject(entry: LogEntry, because: str = "") -> Subject | None:
    if entry.thread_id is None:
        return None
    try:
        return subject_of(entry, because, by=current_person())
    except NotFound:
        return None


def _page(entry: LogEntry, form: ReasonForm) -> str:
    subject = _find_subject(entry)
    how = UNDOINGS.get(entry.act)
    return render_template(
        "moderation/undo.html",
        entry=entry,
        form=form,
        words=ACT_WORDS[entry.act],
        button=how.button if how else "",
        why_not=why_not(entry, subject),
        thread=subject.thread if subject else None,
    )
