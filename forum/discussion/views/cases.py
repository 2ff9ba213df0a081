"""Cases: those that wait for an answer, what was declared of one, who opened it, own conflicts."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person, forget_current_person
from forum.accounts.values import AutomaticGroup, Person
from forum.discussion.forms.cases import ConflictForm, ConflictsForm, DeclarationForm, MistakeForm
from forum.discussion.models import Thread
from forum.discussion.operations.cases import answer_case, change_declaration
from forum.discussion.operations.conflicts import keep_conflicts
from forum.discussion.operations.conversations import Recipients, start_conversation
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.cases import (
    declared_in,
    evidence_for,
    get_case,
    get_case_to_answer,
    get_waiting_case,
    list_openings,
    own_conflicts,
    versions_of,
    waiting_cases,
)
from forum.discussion.queries.self_walls import list_own_walls
from forum.discussion.rules import may_change_declaration
from forum.discussion.values.cases import LOG_DAYS, Conflict, split_names
from forum.discussion.views.conversations import PER_DAY as CONVERSATIONS_PER_DAY
from forum.discussion.views.conversations import TOO_MANY as TOO_MANY_CONVERSATIONS
from forum.discussion.views.gating import (
    check_basis,
    check_kind,
    declared_in_form,
    show_declaration,
)
from forum.discussion.writing import Writing, write
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.limits import limiter
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("cases", __name__)

UNSURE_TITLE = "Do I have a conflict with a case?"
UNSURE_WORDS = (
    "A case waits for my answer, and I am not sure whether I have a conflict of interest with it. "
    "What do you need to know to help me decide?"
)
LISTS_PER_DAY = "20 per 1 day"
TOO_MANY_LISTS = "You have changed your list many times today. Please wait until tomorrow."


@bp.get("/cases")
def waiting() -> str:
    """Show the cases that wait for the reader's answer about conflicts, without a word of theirs."""
    return render_template("discussion/cases.html", cases=waiting_cases(current_person()))


@bp.get("/cases/<int:thread_id>")
def question(thread_id: int) -> str:
    """Ask whether the reader has a conflict with a case, before it opens."""
    return _question(thread_id, ConflictForm(formdata=None))


@bp.post("/cases/<int:thread_id>")
def answer(thread_id: int) -> Response | tuple[str, int]:
    """Open a case, keep oneself out of it, or ask facilitators."""
    form, person = ConflictForm(), current_person()
    writing: Writing | None = None
    chosen = form.answer.data
    if chosen == Conflict.UNSURE and not person.is_guest:
        # Rendering takes a while: it is done before the database is touched.
        with refusals_shown_in(form):
            writing = write(f"{UNSURE_WORDS}\n\n{form.words.data}".strip())
    with refusals_shown_in(form):
        if chosen not in set(Conflict):
            raise Invalid("answer", "Please choose one of these.")
    if form.errors:
        return _question(thread_id, form), 422
    thread = get_case_to_answer(thread_id, Conflict(chosen), by=person)
    answer_case(thread, Conflict(chosen), by=person)
    forget_current_person()
    if writing is not None:
        asked = _ask(form, writing, person)
        if asked is None:
            undo()
            return _question(thread_id, form), 422
        flash("Facilitators are asked in this conversation. The case stays closed meanwhile.")
        return see_other(link_to(asked))
    waiting_page = "/visit" if person.is_guest else "/cases"
    if chosen == Conflict.SOME:
        flash("You stay out of this case. You will meet it nowhere.")
        return see_other(waiting_page)
    return see_other(waiting_page if chosen == Conflict.UNSURE else link_to(thread))


@bp.get("/t/<int:thread_id>/declaration")
def declaration(thread_id: int) -> str:
    """Show what was declared of a case, in all its versions."""
    return _declaration(thread_id, None)


@bp.post("/t/<int:thread_id>/declaration")
def declare(thread_id: int) -> Response | tuple[str, int]:
    """Declare something else of a case."""
    form, person = DeclarationForm(), current_person()
    thread = get_case(thread_id, by=person)
    require(may_change_declaration(person, thread))
    check_basis(form)
    check_kind(form)
    if form.errors:
        undo()
        return _declaration(thread_id, form), 422
    changed = change_declaration(thread, declared_in_form(form), by=person)
    flash("The declaration is changed." if changed else "Nothing was changed.")
    return see_other(f"/t/{thread.id}/declaration")


@bp.get("/t/<int:thread_id>/openings")
def openings(thread_id: int) -> str:
    """Show who has opened a case; to others than its author only when they did so themselves."""
    person = current_person()
    thread = get_case(thread_id, by=person)
    return render_template(
        "discussion/openings.html",
        thread=thread,
        openings=list_openings(thread, by=person),
        is_author=thread.author_id == person.id,
        days=LOG_DAYS,
    )


@bp.get("/conflicts")
def conflicts() -> str:
    """Show the reader's own list of conflicts, and what they were kept out of."""
    return show_conflicts()


@bp.post("/conflicts")
def keep() -> Response | tuple[str, int]:
    """Keep the reader's own list of conflicts."""
    form, person = ConflictsForm(), current_person()
    with refusals_shown_in(form):
        if not limiter().hit(LISTS_PER_DAY, "conflicts", str(person.id)):
            raise Invalid("names", TOO_MANY_LISTS)
        changed = keep_conflicts(split_names(form.names.data), by=person)
        flash("Your list is saved." if changed else "Nothing was changed.")
    if not form.errors:
        return see_other("/conflicts")
    undo()
    return _conflicts(form), 429 if TOO_MANY_LISTS in form.names.errors else 422


def _ask(form: ConflictForm, writing: Writing, person: Person) -> Thread | None:
    """Begin a conversation with facilitators, which does not say which case it is about.

    Somebody among them may be kept out of it.
    """
    groups = list_groups_to_write_to(person)
    found = [card for card in groups if card.automatic is AutomaticGroup.FACILITATORS]
    begun: list[Thread] = []
    with refusals_shown_in(form):
        if not limiter().hit(CONVERSATIONS_PER_DAY, "conversations", str(person.id)):
            raise Invalid("answer", TOO_MANY_CONVERSATIONS)
        begun.append(start_conversation(Recipients((), found), UNSURE_TITLE, writing, by=person))
    return begun[0] if begun else None


def _question(thread_id: int, form: ConflictForm) -> str:
    case = get_waiting_case(thread_id, by=current_person())
    if current_person().is_guest:
        form.ask_a_guest()
    return render_template("discussion/case_question.html", case=case, form=form, days=LOG_DAYS)


def _declaration(thread_id: int, form: DeclarationForm | None) -> str:
    person = current_person()
    thread = get_case(thread_id, by=person)
    versions = versions_of(thread, by=person)
    if form is None:
        form = DeclarationForm(formdata=None)
        if versions:
            show_declaration(form, declared_in(versions[0]))
    return render_template(
        "discussion/declaration.html",
        thread=thread,
        form=form,
        versions=[(row, declared_in(row)) for row in versions],
    )


def show_conflicts(*, mistake: MistakeForm | None = None, mistaken: int = 0) -> str:
    """Show the list as it is kept, and perhaps what was wrong with a wish to take one back."""
    form = ConflictsForm(formdata=None)
    form.names.data = "\n".join(own_conflicts(current_person()))
    return _conflicts(form, mistake, mistaken)


def _conflicts(form: ConflictsForm, mistake: MistakeForm | None = None, mistaken: int = 0) -> str:
    return render_template(
        "discussion/conflicts.html",
        form=form,
        own=list_own_walls(current_person()),
        mistake=mistake or MistakeForm(formdata=None),
        mistaken=mistaken,
        evidence=evidence_for(current_person()),
        today=now().date(),
    )
