"""The page on which facilitators look after a thread."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import ReasonForm
from forum.moderation.queries.undoing import last_entries_about
from forum.moderation.rules import may_open_thread_acts
from forum.moderation.views.fields import with_ids
from forum.moderation.views.thread_acts import THREAD_ACTS, acts_for

bp = Blueprint("thread_acts", __name__)


@bp.get("/moderate/threads/<int:thread_id>")
def thread(thread_id: int) -> str:
    """Show what a facilitator can do with a thread."""
    return _page(_get_thread(thread_id, current_person()))


@bp.post("/moderate/threads/<int:thread_id>/<name>")
def act(thread_id: int, name: str) -> Response | tuple[str, int]:
    """Do one of these things, or say that it is done already."""
    person, act = current_person(), THREAD_ACTS.get(name)
    if act is None:
        raise NotFound
    if _has_gone_where_sent(thread_id, name, person):
        flash(act.already)
        return see_other(f"/t/{thread_id}")
    thread = _get_thread(thread_id, person)
    form, is_new = act.form(), False
    act.prepare(form, thread, person)
    if form.validate():
        with refusals_shown_in(form):
            is_new = act.do(thread, form, person)
    if form.errors:
        undo()
        return _page(_get_thread(thread_id, person), name, form), 422
    flash(act.done if is_new else act.already)
    return see_other(link_to(thread))


def _get_thread(thread_id: int, person: Person) -> Thread:
    thread = get_thread(thread_id, by=person)
    require(may_open_thread_acts(person, thread))
    return thread


def _has_gone_where_sent(thread_id: int, name: str, person: Person) -> bool:
    """Tell whether this is the second click on a move, out of what the person looks after."""
    if name != "move":
        return False
    thread = get_thread(thread_id, by=person)
    return request.form.get("category") == str(thread.category_id)


def _page(thread: Thread, name: str = "", wrong: ReasonForm | None = None) -> str:
    """Show every act that fits the thread's state, and the form that was filled in wrongly."""
    person = current_person()
    forms = {}
    for offered in dict.fromkeys([*acts_for(thread, person), *([name] if wrong else [])]):
        form = wrong if offered == name and wrong else THREAD_ACTS[offered].fresh(thread, person)
        with_ids(form, offered)
        forms[offered] = form
    return render_template(
        "moderation/thread.html",
        thread=thread,
        forms=forms,
        acts=THREAD_ACTS,
        wrong=name,
        done=last_entries_about(thread, by=person),
    )
