"""Who is kept out of a thread: how many, and whom else. Nobody is named, not even to its author."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.forms.cases import WallsForm
from forum.discussion.models import Thread
from forum.discussion.operations.conflicts import add_opponents, keep_out_members
from forum.discussion.queries.cases import count_kept_out
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_raise_wall
from forum.discussion.values.cases import split_names
from forum.discussion.views.gating import excluded_in
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.limits import limiter
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("walls", __name__, url_prefix="/t/<int:thread_id>/walls")

PER_DAY = "20 per 1 day"
TOO_MANY = "You have kept out many names today. Please wait until tomorrow with the next ones."


@bp.get("")
def walls(thread_id: int) -> str:
    """Show how many stay out of a thread."""
    person = current_person()
    return _page(_thread(thread_id, person), WallsForm(formdata=None))


@bp.post("")
def add(thread_id: int) -> Response | tuple[str, int]:
    """Keep somebody else out of a thread."""
    form, person = WallsForm(), current_person()
    thread = _thread(thread_id, person)
    with refusals_shown_in(form):
        _add(thread, form, person)
    if form.errors:
        undo()
        return _page(_thread(thread_id, person), form), 422
    flash("It is noted. Whoever it concerns meets this thread nowhere from now on.")
    return see_other(f"/t/{thread.id}/walls")


def _add(thread: Thread, form: WallsForm, person: Person) -> None:
    names = split_names(form.opponents.data)
    members = excluded_in(form.members.data, thread.author_id, field="members")
    if person.id in members:
        raise Invalid("members", "To keep yourself out, say that you have a conflict.")
    if not names and not members:
        raise Invalid("members", "Please name somebody.")
    if not limiter().hit(PER_DAY, "walls", str(person.id)):
        raise Invalid("opponents", TOO_MANY)
    add_opponents(thread, names, by=person)
    keep_out_members(thread, members)


def _thread(thread_id: int, person: Person) -> Thread:
    """Return a thread in which the person may keep somebody out. Raises NotFound."""
    thread = get_thread(thread_id, by=person)
    require(may_raise_wall(person, thread))
    return thread


def _page(thread: Thread, form: WallsForm) -> str:
    return render_template(
        "discussion/walls.html", thread=thread, form=form, count=count_kept_out(thread)
    )
