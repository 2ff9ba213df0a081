"""What the pages of the gate and the form of a new thread share: what was declared, carried along."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from forum.accounts.values import Person
from forum.discussion.forms.cases import UNSURE, DeclarationFields, GateForm
from forum.discussion.naming import split_handles
from forum.discussion.operations.conflicts import check_names, refuse_own_side
from forum.discussion.queries.readers import named_members
from forum.discussion.values.cases import (
    Area,
    Basis,
    Case,
    Declared,
    Kind,
    Respondent,
    Sides,
    Stage,
    split_names,
)
from forum.discussion.values.jurisdictions import JURISDICTIONS
from forum.discussion.views.labelling import choice_in, offer_label
from forum.kernel.clock import now
from forum.kernel.errors import Invalid
from forum.kernel.markup import refuse_broken
from forum.kernel.web import refusals_shown_in

LONGEST_SCOPE = 500
LONGEST_LINK = 500
BASIS_FIELDS = ("basis", "consented_on", "scope", "link")
KIND_FIELDS = ("jurisdiction", "area", "stage", "respondent")
SIDES_FIELDS = ("opponents", "excluded")
LABEL_FIELDS = ("readers", "circles", "people", "lives", "ends_on", "days")
GATE_FIELDS = (*BASIS_FIELDS, *KIND_FIELDS, *SIDES_FIELDS)
_TYPED = re.compile(
    r"title|tags|body|ask|needed_by|once|draft|sequence|continue|category|reuse|labelled_for"
    r"|answer-\d{1,10}-\d{1,10}"
)


class Step(StrEnum):
    """The pages of the gate, in their order."""

    NEED = "need"
    BASIS = "basis"
    RARE = "rare"
    SIDES = "sides"


FIELDS_OF: Mapping[Step, tuple[str, ...]] = {
    Step.NEED: (),
    Step.BASIS: BASIS_FIELDS,
    Step.RARE: KIND_FIELDS,
    Step.SIDES: (*SIDES_FIELDS, *LABEL_FIELDS),
}


def carried(step: Step | None, given: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return what a page carries unseen: everything that was typed on others.

    None is the form of the new thread, which shows the label and the text itself.
    """
    shown = LABEL_FIELDS if step is None else FIELDS_OF[step]
    names = set(GATE_FIELDS) | (set(LABEL_FIELDS) if step else set())
    return [
        (name, value)
        for name, values in given.items()
        for value in values
        if name not in shown and (name in names or (step and _TYPED.fullmatch(name)))
    ]


def given_in_request() -> dict[str, list[str]]:
    """Return everything that was sent, by the names of the fields."""
    return dict(request.form.lists())


def given_in_draft(fields: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what a draft keeps of the gate, as if it had been sent."""
    return {name: [fields[name]] for name in GATE_FIELDS if name in fields}


def has_begun(given: Mapping[str, list[str]]) -> bool:
    """Tell whether something was declared at the gate."""
    return any(any(given.get(name, ())) for name in ("basis", "jurisdiction"))


def form_of(given: Mapping[str, list[str]]) -> GateForm:
    """Return the form of the gate with all that was given."""
    return GateForm(MultiDict([(name, value) for name, some in given.items() for value in some]))


def first_wrong(form: GateForm, person: Person) -> Step | None:
    """Return the first page on which something is wrong or missing, which the form then shows."""
    for step in (Step.BASIS, Step.RARE, Step.SIDES):
        if not check(form, step, person):
            return step
    return None


def check(form: GateForm, step: Step, person: Person) -> bool:
    """Tell whether all is well on a page; the form shows what is not."""
    match step:
        case Step.BASIS:
            check_basis(form)
        case Step.RARE:
            check_kind(form)
        case Step.SIDES:
            _check_sides(form, person)
    return not form.errors


def check_basis(form: DeclarationFields) -> None:
    """Show in the form what is wrong with the basis."""
    with refusals_shown_in(form):
        if form.basis.data not in set(Basis):
            raise Invalid("basis", "Please choose one of these.")
    if form.basis.data == Basis.CONSENT:
        with refusals_shown_in(form):
            _check_day(form)
        with refusals_shown_in(form):
            _check_line(form.scope.data, "scope", LONGEST_SCOPE, "Please say what it covers.")
    if form.basis.data == Basis.RECORD:
        with refusals_shown_in(form):
            _check_link(form.link.data)


def check_kind(form: DeclarationFields) -> None:
    """Show in the form what is wrong with place, area, stage and respondent."""
    for name, words in (
        ("jurisdiction", JURISDICTIONS),
        ("area", set(Area)),
        ("stage", set(Stage)),
        ("respondent", set(Respondent)),
    ):
        with refusals_shown_in(form):
            if form[name].data not in words:
                raise Invalid(name, "Please choose one of these.")


def kind_in(form: DeclarationFields) -> Kind:
    """Return the kind of case in a form that was checked."""
    return Kind(
        form.jurisdiction.data,
        Area(form.area.data),
        Stage(form.stage.data),
        Respondent(form.respondent.data),
    )


def declared_in_form(form: DeclarationFields) -> Declared:
    """Return what is declared in a form that was checked; of the basis, what belongs to it."""
    basis = Basis(form.basis.data)
    return Declared(
        basis,
        kind_in(form),
        consented_on=form.consented_on.data if basis is Basis.CONSENT else None,
        scope=form.scope.data.strip() if basis is Basis.CONSENT else "",
        link=form.link.data.strip() if basis is Basis.RECORD else "",
    )


def case_in(form: GateForm) -> Case:
    """Return all that was declared in a form that was checked."""
    excluded = named_members(split_handles(form.excluded.data))
    sides = Sides(split_names(form.opponents.data), frozenset(excluded))
    return Case(declared_in_form(form), sides)


def show_declaration(form: DeclarationFields, declared: Declared) -> None:
    """Fill a form with what was declared."""
    form.basis.data, form.consented_on.data = str(declared.basis), declared.consented_on
    form.scope.data, form.link.data = declared.scope, declared.link
    form.jurisdiction.data, form.area.data = declared.kind.jurisdiction, str(declared.kind.area)
    form.stage.data = str(declared.kind.stage)
    form.respondent.data = str(declared.kind.respondent)


def excluded_in(handles: str, author_id: int, *, field: str) -> list[int]:
    """Return the members named in a line. Raises Invalid for who is not here, and for the author."""
    try:
        found = named_members(split_handles(handles))
    except Invalid as refusal:
        raise Invalid(field, refusal.sentence) from None
    if author_id in found:
        raise Invalid(field, "Nobody is kept out of a thread that they began.")
    return found


def _check_sides(form: GateForm, person: Person) -> None:
    names = split_names(form.opponents.data)
    with refusals_shown_in(form):
        check_names(names, field="opponents")
        refuse_own_side(person.member_id, names)
    with refusals_shown_in(form):
        excluded_in(form.excluded.data, person.member_id, field="excluded")
    offer_label(form, person)
    choice = choice_in(form, person)
    with refusals_shown_in(form):
        if choice is not None and choice.named is not None and not choice.named.count:
            raise Invalid("people", "Please name a circle or people who may read it.")


def _check_day(form: DeclarationFields) -> None:
    if form.consented_on.errors or form.consented_on.process_errors:
        raise Invalid("consented_on", "Please write a day like 2027-03-05.")
    day = form.consented_on.data
    if day is None:
        raise Invalid("consented_on", "Please say when the client agreed.")
    if day > now().date():
        raise Invalid("consented_on", "This day is still to come.")


def _check_link(link: str) -> None:
    _check_line(link, "link", LONGEST_LINK, "Please say where everybody can read it.")
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Invalid("link", "Please give an address that begins with https://.")


def _check_line(words: str, field: str, longest: int, missing: str) -> None:
    refuse_broken(field, words)
    if not words.strip():
        raise Invalid(field, missing)
    if len(words) > longest:
        raise Invalid(field, f"Please keep this under {longest} letters.")


def names_unsure(form: GateForm) -> bool:
    """Tell whether the member does not know on what basis they could write."""
    return bool(form.basis.data == UNSURE)


def with_words(
    given: Mapping[str, list[str]], pairs: Iterable[tuple[str, str]]
) -> dict[str, list[str]]:
    """Return what was given with other words for some of it."""
    return {**given, **{name: [value] for name, value in pairs}}


def told_who_stays_out(count: int) -> str:
    """Say that the case is there, and how many stay out of it: never who."""
    if count == 1:
        return "The case is there. One member stays out of it; nobody is told who."
    return f"The case is there. {count or 'No'} members stay out of it; nobody is told who."
