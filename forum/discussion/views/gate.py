"""The casework gate: four short pages before a thread about a case.

Nothing is written before the thread is posted: each page carries what was typed on the others.
"""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import AutomaticGroup, Person
from forum.discussion.forms import ConversationForm, ThreadForm
from forum.discussion.forms.cases import GateForm
from forum.discussion.forms.labels import Reach
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.cases import count_alike
from forum.discussion.queries.categories import visible_categories
from forum.discussion.rules import may_start_thread
from forum.discussion.values import CategoryCard
from forum.discussion.values.cases import FEW, MATTER_OF, Basis, Kind
from forum.discussion.values.labels import Life
from forum.discussion.views.conversations import conversation_with
from forum.discussion.views.gating import (
    LABEL_FIELDS,
    Step,
    carried,
    check,
    declared_in_form,
    first_wrong,
    form_of,
    given_in_request,
    has_begun,
    kind_in,
    names_unsure,
    with_words,
)
from forum.discussion.views.labelling import offer_label
from forum.discussion.views.new_thread import page_for
from forum.kernel.errors import NotFound
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import reads_only

bp = Blueprint("gate", __name__)

NEXT = {Step.NEED: Step.BASIS, Step.BASIS: Step.RARE, Step.RARE: Step.SIDES}
BEFORE = {later: earlier for earlier, later in NEXT.items()}


@bp.get("/new-case")
def begin() -> str:
    """Show the first page, which asks whether it needs the case at all."""
    person = current_person()
    _case_category(person, request.args.get("category", ""))
    return _page(Step.NEED, {}, person)


@bp.post("/new-case")
@reads_only
def go_on() -> str | tuple[str, int]:
    """Go one page on or back, or to another way of asking, with all that was typed."""
    person, given, go = current_person(), given_in_request(), request.form.get("go", "")
    _case_category(person, "")
    word = request.form.get("step", "")
    step = Step(word) if word in set(Step) else None
    match go:
        case "practice":
            return _practice(person, Reach.CATEGORY)
        case "named":
            return _practice(person, Reach.NAMED)
        case "facilitators":
            return _ask_facilitators(person)
        case "again":
            return _page(Step.BASIS, given, person)
        case "back":
            return _page(BEFORE.get(step or Step.NEED, Step.NEED), given, person)
    return _check_and_go_on(step, given, go, person)


def gate_page_for(given: Mapping[str, list[str]], step: Step, person: Person) -> tuple[str, int]:
    """Show the page of the gate on which something is wrong, with all that was typed."""
    form = form_of(given)
    check(form, step, person)
    return _page(step, given, person, form), 422


def _check_and_go_on(
    step: Step | None, given: dict[str, list[str]], go: str, person: Person
) -> str | tuple[str, int]:
    if step is None:
        # From the form of a new thread: who may read a case is asked here, and not taken over.
        known = has_begun(given)
        given = {name: some for name, some in given.items() if known or name not in LABEL_FIELDS}
        return _page(Step.NEED, given, person)
    form = form_of(given)
    if step is Step.BASIS and names_unsure(form):
        return _page(step, given, person, form)
    if not check(form, step, person):
        return _page(step, given, person, form), 422
    if step is Step.RARE:
        kind = kind_in(form)
        if go == "coarser":
            return _page(step, _coarser(given, kind), person)
        if go != "keep" and _is_rare(kind, person):
            return _page(step, given, person, form)
    if step in NEXT:
        return _page(NEXT[step], given, person)
    wrong = first_wrong(form_of(given), person)
    if wrong is not None:
        return gate_page_for(given, wrong, person)
    return _to_the_text(form, person)


def _coarser(given: dict[str, list[str]], kind: Kind) -> dict[str, list[str]]:
    words = kind.coarser
    return with_words(given, (("jurisdiction", words.jurisdiction), ("stage", str(words.stage))))


def _is_rare(kind: Kind, person: Person) -> bool:
    """Tell whether so few cases share all this that a coarser word would help, if there is one."""
    is_few = kind.is_small or count_alike(kind, by=person) < FEW
    return is_few and kind.coarser != kind


def _page(
    step: Step, given: Mapping[str, list[str]], person: Person, form: GateForm | None = None
) -> str:
    form = form or form_of(given)
    offer_label(form, person)
    category = _case_category(person, "")
    if step is Step.SIDES and "readers" not in given:
        form.readers.data = str(Reach.NAMED)
        form.take_life(Life(days_after_reply=category.days_after_reply))
    kind = kind_in(form) if step is Step.RARE and given.get("area") and not form.errors else None
    return render_template(
        "discussion/gate.html",
        step=step,
        number=list(Step).index(step) + 1,
        form=form,
        category=category,
        carried=carried(step, {"category": [str(category.id)], **given}),
        is_unsure=step is Step.BASIS and names_unsure(form),
        alike=count_alike(kind, by=person) if kind else None,
        is_rare=kind is not None and _is_rare(kind, person),
        coarser=kind.coarser if kind else None,
    )


def _to_the_text(form: GateForm, person: Person) -> str:
    """Show the form of the new thread, its label filled from the gate."""
    thread, category = ThreadForm(), _case_category(person, "")
    thread.category.data = category.id
    if thread.labelled_for.data != category.id:
        thread.labelled_for.data, thread.reuse.data = category.id, str(category.reuse)
    thread.matter.data = str(MATTER_OF[Basis(declared_in_form(form).basis)])
    return page_for(thread, person)


def _practice(person: Person, reach: Reach) -> str:
    """Show the form of a new thread in a place for questions, with what was typed."""
    form = ThreadForm()
    form.category.data, form.gate = 0, {}
    form.readers.data = str(reach)
    return page_for(form, person)


def _ask_facilitators(person: Person) -> str:
    """Show a conversation with facilitators, with what was typed."""
    form = ConversationForm()
    groups = list_groups_to_write_to(person)
    form.groups.data = [card.id for card in groups if card.automatic is AutomaticGroup.FACILITATORS]
    form.title.data = form.title.data or "May I bring a case here?"
    return conversation_with(form, person)


def _case_category(person: Person, slug: str) -> CategoryCard:
    """Return the category for cases that is meant, else the first one. Raises NotFound for none."""
    cards = [card for card in visible_categories(person) if card.is_for_cases]
    number = whole_number(request.form.get("category"))
    for card in cards:
        if card.id == number or card.slug == slug:
            require(may_start_thread(person, card))
            return card
    if not cards:
        raise NotFound
    require(may_start_thread(person, cards[0]))
    return cards[0]
