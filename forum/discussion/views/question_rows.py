"""The form of a category, as who sets it up writes it: a row for each question."""

from collections.abc import Callable, Sequence

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.models import Category
from forum.discussion.operations.categories import change_form
from forum.discussion.queries.categories import directory
from forum.discussion.questions import MOST_QUESTIONS, QuestionRow, check_rows, row_of
from forum.discussion.values.questions import Question, QuestionKind
from forum.discussion.views.asking import ask
from forum.kernel.db import undo
from forum.kernel.routing import whole_number
from forum.kernel.web import see_other

SPARE_ROWS = 3
KINDS = {
    QuestionKind.SHORT: "a short text",
    QuestionKind.LONG: "a long text",
    QuestionKind.ONE: "one of some choices",
    QuestionKind.SEVERAL: "several of some choices",
    QuestionKind.DATE: "a date",
}
Crumbs = Sequence[tuple[str, str]]
"""The pages above a category's own, each with its address."""


def show_questions(category: Category, here: str, crumbs: Crumbs) -> str:
    """Show the questions of a category's form, to be changed; `here` is the category's page."""
    questions = directory().by_id[category.id].form
    rows = [row_of(question, number) for number, question in enumerate(questions, 1)]
    return _page(category, rows, questions, here, crumbs)


def take_questions(
    find: Callable[[], Category], here: str, crumbs: Crumbs
) -> str | Response | tuple[str, int]:
    """Keep the questions that were sent, look at them first, or give more rows."""
    category, rows = find(), _rows()
    if "preview" in request.form or "more" in request.form:
        return _page(category, rows, check_rows(rows), here, crumbs)
    if not change_form(category, rows, by=current_person()):
        undo()
        return _page(find(), rows, (), here, crumbs), 422
    flash("The form is saved. Threads written in the one before stay as they are.")
    return see_other(f"{here}/form")


def _rows() -> list[QuestionRow]:
    """Return the rows as they were sent, those to be taken out left out."""
    count = min(whole_number(request.form.get("rows")) or 0, 2 * MOST_QUESTIONS)
    sent = request.form
    return [
        QuestionRow(
            label=sent.get(f"label-{number}", ""),
            kind=sent.get(f"kind-{number}", ""),
            help=sent.get(f"help-{number}", ""),
            choices=sent.get(f"choices-{number}", ""),
            is_required=f"required-{number}" in sent,
            place=sent.get(f"place-{number}", "").strip(),
            key=whole_number(sent.get(f"key-{number}")) or 0,
        )
        for number in range(1, count + 1)
        if f"remove-{number}" not in sent
    ]


def _page(
    category: Category,
    rows: list[QuestionRow],
    shown: Sequence[Question],
    here: str,
    crumbs: Crumbs,
) -> str:
    rows = [row for row in rows if not row.is_empty]
    spare = min(SPARE_ROWS, 2 * MOST_QUESTIONS - len(rows))
    return render_template(
        "discussion/admin/category_form.html",
        category=category,
        here=here,
        crumbs=crumbs,
        rows=[*rows, *(QuestionRow() for _ in range(spare))],
        questions=ask(tuple(shown), category.id, {}, {}),
        kinds=KINDS,
    )
