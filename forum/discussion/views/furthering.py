"""What upper packages ask beside a new thread: shown, checked and kept with the rest of its form."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from flask import request
from markupsafe import Markup

from forum.accounts.values import Person
from forum.discussion.forms import ThreadForm
from forum.discussion.models import HeldPost, Thread
from forum.discussion.slots import FurtherQuestion, further_questions
from forum.kernel.errors import Invalid

Said: TypeAlias = Sequence[tuple[FurtherQuestion, Any]]


def begin_further(form: ThreadForm, given: Mapping[str, str]) -> None:
    """Begin with what the address or a draft says."""
    form.further = dict(given)


def show_further(form: ThreadForm) -> list[Markup]:
    """Return the fields of all further questions, with what was typed."""
    typed = request.form.to_dict() if form.further is None else form.further
    return [question().show(typed, form.further_wrong) for question in further_questions]


def check_further(form: ThreadForm, person: Person) -> Said:
    """Return what was said to each question, and show in the form what cannot be accepted."""
    said, wrong = [], {}
    for fill in further_questions:
        question = fill()
        try:
            said.append((question, question.check(request.form.to_dict(), person)))
        except Invalid as refusal:
            wrong[refusal.field] = refusal.sentence
            form.form_errors.append(refusal.sentence)
    form.further_wrong = wrong
    return said


def keep_further(said: Said, thing: Thread | HeldPost, by: Person) -> None:
    """Keep what was said with the thread that was begun, or that waits."""
    for question, answer in said:
        question.keep(thing, answer, by)
