"""The text check in the forms in which members write: asked for, or before something is posted.

What it finds goes to the page and nowhere else. What its writer has seen comes back with the form,
as marks that only this installation can make.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, jsonify, render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.answers import Typed
from forum.discussion.checking import (
    CheckReport,
    Choice,
    Finding,
    Hints,
    Passage,
    check_passages,
    replaced,
    replaced_in_tags,
    report_of,
)
from forum.discussion.forms import WritingForm
from forum.discussion.queries.categories import checks_text_in, visible_categories
from forum.discussion.queries.text_checks import own_check
from forum.discussion.rules import is_checked_unasked
from forum.discussion.values import LONGEST_POST
from forum.discussion.values.questions import QuestionKind
from forum.discussion.views.asking import answers_in_request
from forum.discussion.views.attaching import attached_in
from forum.kernel.db import undo
from forum.kernel.markup.files import blank_files, with_alt
from forum.kernel.sealing import mark
from forum.kernel.web import reads_only

bp = Blueprint("checking", __name__)

MOST_SEEN = 1_000
"""Marks that are taken from a form."""
Fields = Mapping[str, str]
"""The texts of a form by the names of their fields."""


@bp.post("/check")
@reads_only
def check() -> Any:
    """Check the texts of a form and, where that was chosen, put placeholders in them."""
    typed = {name: values[0] for name, values in answers_in_request().items()}
    named = {name: request.form[name] for name in ("title", "tags", "body") if name in request.form}
    fields, report = _checked({**named, **typed}, current_person())
    html = render_template("discussion/_check.html", report=report)
    changed = {name: text for name, text in fields.items() if text != _unix(request.form[name])}
    return jsonify(html=html, fields=changed)


def check_now(form: WritingForm, person: Person, typed: Typed | None = None) -> Typed:
    """Check a form whose writer asked for it, replace what they chose; return its answers."""
    fields, form.report = _checked(_fields_of(form, typed or {}), person)
    for name in ("title", "tags", "body"):
        if name in fields:
            form[name].data = fields[name]
    return {
        name: (fields[name],) if name in fields else values
        for name, values in (typed or {}).items()
    }


def is_held_back(
    form: WritingForm,
    person: Person,
    category_id: int | None,
    typed: Typed | None = None,
    *,
    before: str = "",
) -> bool:
    """Tell whether the writer shall look once more before this is posted, and show them at what.

    What stood in the text `before` it was edited, and what they have been shown, holds nothing
    back. It never blocks: the same form sent again is posted.
    """
    own = own_check(person)
    if not is_checked_unasked(own.when, category_asks=checks_text_in(category_id)):
        return False
    passages = _passages(_fields_of(form, typed or {}), person)
    # Checking takes a while, in which nobody else shall wait for the database.
    undo()
    known = _marks_in_request()
    if before:
        text = Passage("body", "Text", blank_files(before))
        known |= {_mark(finding, person) for finding in check_passages([text], own.hints)}
    findings = check_passages(passages, own.hints)
    if all(_mark(finding, person) in known for finding in findings):
        return False
    form.report = _report(findings, person, was_asked=False)
    return True


def _checked(fields: Fields, person: Person) -> tuple[Fields, CheckReport]:
    """Return the texts with the placeholders that were chosen, and what is still found in them."""
    fields = {name: _unix(text) for name, text in fields.items()}
    hints = own_check(person).hints
    passages = _passages(fields, person)
    undo()
    findings = check_passages(passages, hints)
    is_replaced = False
    if request.form.get("check") == "replace":
        chosen = [one for one in findings if _is_chosen(one, person)]
        if chosen:
            fields, is_replaced = _replaced(fields, passages, chosen), True
            findings = _checked_again(fields, passages, hints, person)
    return fields, _report(findings, person, was_asked=True, is_replaced=is_replaced)


def _checked_again(
    fields: Fields, passages: Sequence[Passage], hints: Hints, person: Person
) -> list[Finding]:
    fixed = [passage for passage in passages if passage.is_fixed]
    again = [passage for passage in _passages(fields, person) if not passage.is_fixed]
    undo()
    return check_passages([*again, *fixed], hints)


def _is_chosen(finding: Finding, person: Person) -> bool:
    choice = request.form.get(f"finding-{_mark(finding, person)}")
    return choice == Choice.REPLACE and bool(finding.placeholder)


def _replaced(
    fields: Fields, passages: Sequence[Passage], chosen: Sequence[Finding]
) -> dict[str, str]:
    changed = dict(fields)
    alts = {}
    for passage in passages:
        own = [finding for finding in chosen if finding.passage == passage.name]
        if not own:
            continue
        if passage.name.startswith("alt-"):
            alts[int(passage.name.removeprefix("alt-"))] = replaced(passage.text, own)
        elif passage.name == "tags":
            changed["tags"] = replaced_in_tags(changed["tags"], own)
        else:
            changed[passage.name] = replaced(changed[passage.name], own)
    if alts:
        changed["body"] = with_alt(changed["body"], alts)
    return changed


def _fields_of(form: WritingForm, typed: Typed) -> dict[str, str]:
    named = [name for name in ("title", "tags", "body") if name in form]
    texts = {name: form[name].data or "" for name in named}
    return {**texts, **{name: values[0] for name, values in typed.items() if len(values) == 1}}


def _passages(fields: Fields, person: Person) -> list[Passage]:
    """Return all that is checked: what was typed, and what its files say of themselves."""
    body = _unix(fields.get("body", ""))[:LONGEST_POST]
    labels = _labels(fields)
    found = [
        Passage(name, label, fields[name][:LONGEST_POST], has_lines="\n" in fields[name])
        for name, label in labels.items()
        if name in fields and fields[name].strip()
    ]
    if body.strip():
        found.append(Passage("body", "Text", blank_files(body), has_lines=True))
    for file in attached_in(body, person):
        name = file.card.name
        found.append(Passage(f"file-{file.card.id}", f"Name of “{name}”", name, is_fixed=True))
        told = "\n".join(value for _, value in file.facts)
        if told and not file.card.is_image:
            label = f"What “{name}” says about itself"
            found.append(Passage(f"facts-{file.card.id}", label, told, is_fixed=True))
        if file.alt and file.alt != name:
            is_fixed = not file.card.is_image
            label = f"Words for “{name}”"
            found.append(Passage(f"alt-{file.card.id}", label, file.alt, is_fixed=is_fixed))
    return found


def _labels(fields: Fields) -> dict[str, str]:
    """Return what members call the fields that hold words of their own."""
    labels = {"title": "Title", "tags": "Tags"}
    if any(name.startswith("answer-") for name in fields):
        for card in visible_categories(current_person()):
            for question in card.form:
                if question.kind in {QuestionKind.SHORT, QuestionKind.LONG}:
                    labels[question.input_name(card.id)] = f"“{question.label}”"
    return labels


def _report(
    findings: Sequence[Finding], person: Person, *, was_asked: bool, is_replaced: bool = False
) -> CheckReport:
    choices = {}
    for name, value in request.form.items():
        if name.startswith("finding-") and value in set(Choice):
            choices[name.removeprefix("finding-")] = Choice(value)
    return report_of(
        findings,
        lambda finding: _mark(finding, person),
        choices,
        was_asked=was_asked,
        is_replaced=is_replaced,
    )


def _mark(finding: Finding, person: Person) -> str:
    what = f"{finding.kind}\0{finding.key}\0{bool(finding.placeholder)}"
    return mark(what, f"what member {person.id} was shown")


def _unix(text: str) -> str:
    """Return the text with its lines ended as they are kept; forms send two signs for each."""
    return text.replace("\r\n", "\n")


def _marks_in_request() -> set[str]:
    return set(request.form.get("checked", "")[: 17 * MOST_SEEN].split())
