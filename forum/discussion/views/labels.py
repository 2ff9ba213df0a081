"""The label of a thread and who can read it: see, and answer the four questions anew."""

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.forms.labels import LabelForm
from forum.discussion.models import Thread
from forum.discussion.operations.labels import change_label, named_in
from forum.discussion.operations.loosenings import (
    answer_loosening,
    ask_to_loosen,
    count_staying,
    end_waiting,
    take_back_loosening,
)
from forum.discussion.queries.loosenings import find_loosening
from forum.discussion.queries.readers import count_readers, is_for_cases, label_of, list_readers
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_change_label, may_list_readers
from forum.discussion.values import MemberCard
from forum.discussion.values.labels import readers_sentence
from forum.discussion.views.labelling import choice_in, offer_label, show_label
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("labels", __name__, url_prefix="/t/<int:thread_id>")


@bp.get("/label")
def label(thread_id: int) -> str:
    """Show the label of a thread in words, and how many can read it, with their names."""
    person = current_person()
    thread = _thread(thread_id, person)
    form = LabelForm(formdata=None)
    show_label(form, thread, person)
    return _page(thread, form, person)


@bp.post("/label")
def change(thread_id: int) -> Response | tuple[str, int]:
    """Answer the four questions anew."""
    thread, form, is_changed = _take(thread_id, change_label)
    if form.errors:
        return _page(thread, form, current_person()), 422
    flash("The label has changed." if is_changed else "Nothing was changed.")
    return see_other(link_to(thread))


@bp.post("/label/ask")
def ask(thread_id: int) -> Response | tuple[str, int]:
    """Ask those who wrote in the thread for more readers, a looser re-use, or a longer life."""
    thread, form, asked = _take(thread_id, ask_to_loosen)
    if form.errors:
        return _page(thread, form, current_person()), 422
    flash("Everybody who wrote here is asked now." if asked else "The label has changed.")
    return see_other(f"/t/{thread_id}/label")


@bp.post("/label/answer")
def answer(thread_id: int) -> Response:
    """Say whether what one wrote may stand under a looser label."""
    person = current_person()
    word = request.form.get("agrees")
    if word not in ("yes", "no"):
        raise Invalid("agrees", "Please say whether you agree.")
    answer_loosening(_thread(thread_id, person), agrees=word == "yes", by=person)
    flash("Your answer is kept.")
    return see_other(f"/t/{thread_id}/label")


@bp.get("/label/ask/end")
def end_form(thread_id: int) -> str:
    """Say what would become of every post, before the waiting is ended."""
    person = current_person()
    thread = _thread(thread_id, person)
    asked = find_loosening(thread, by=person)
    if asked is None or asked.asked_by_id != person.id:
        raise NotFound
    return render_template(
        "discussion/end_loosening.html", thread=thread, asked=asked, staying=count_staying(thread)
    )


@bp.post("/label/ask/end")
def end(thread_id: int) -> Response:
    """Do as those say who have answered, without waiting for the others."""
    person = current_person()
    end_waiting(_thread(thread_id, person), by=person)
    flash("It is decided. What became of it stands in the thread.")
    return see_other(f"/t/{thread_id}")


@bp.post("/label/ask/take-back")
def take_back(thread_id: int) -> Response:
    """Ask no longer."""
    person = current_person()
    take_back_loosening(_thread(thread_id, person), by=person)
    flash("Nobody is asked any more.")
    return see_other(f"/t/{thread_id}/label")


def _take(thread_id: int, act: Callable[..., object]) -> tuple[Thread, LabelForm, object]:
    """Do this with the answers in the form; where one is wrong the form says so, and nothing is done."""
    form, person = LabelForm(), current_person()
    thread = _thread(thread_id, person)
    require(may_change_label(person, thread))
    choice = choice_in(form, person, kept=named_in(thread))
    outcome = None
    if choice is not None:
        with refusals_shown_in(form):
            outcome = act(thread, choice, by=person, because=form.because.data)
    if form.errors:
        undo()
        thread = _thread(thread_id, person)
    return thread, form, outcome


def _thread(thread_id: int, person: Person) -> Thread:
    """Return a thread that has a label. Raises NotFound."""
    thread = get_thread(thread_id, by=person)
    if thread.is_conversation:
        raise NotFound
    return thread


def _page(thread: Thread, form: LabelForm, person: Person) -> str:
    offer_label(form, person)
    readers: list[MemberCard] | None = None
    if may_list_readers(person, thread, is_case=is_for_cases(thread.category_id)):
        readers = list(list_readers(thread, by=person))
    return render_template(
        "discussion/label.html",
        thread=thread,
        label=label_of(thread),
        form=form,
        readers=readers,
        asked=find_loosening(thread, by=person),
        staying=count_staying(thread),
        sentence=readers_sentence(count_readers(thread)),
    )
