"""When one's texts are checked, and the names that one wants to be warned of."""

from flask import Blueprint, Response, flash, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.current import current_person
from forum.discussion.checking import MOST_NAMES, WHEN_WORDS, CheckWhen, read_names, written_names
from forum.discussion.operations.text_checks import choose_check_when, keep_names
from forum.discussion.queries.text_checks import own_check
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.web import see_other, shown_once

bp = Blueprint("text_check_choices", __name__)


@bp.get("/preferences/text-check")
def show() -> Response:
    """Show what the member has chosen, with their own list."""
    return _page()


@bp.post("/preferences/text-check")
def save() -> Response | AnyResponse:
    """Keep when texts are checked, and the list of names."""
    person, typed = current_person(), request.form.get("names", "")
    when = request.form.get("when", "")
    errors = {}
    if when not in set(CheckWhen):
        errors["when"] = "Please choose one of these."
    try:
        names = read_names(typed)
    except Invalid as refusal:
        errors[refusal.field] = refusal.sentence
    if errors:
        undo()
        page = _page(names=typed, when=when, errors=errors)
        page.status_code = 422
        return page
    choose_check_when(CheckWhen(when), by=person)
    keep_names(names, by=person)
    flash("Saved. Your list is sealed; nobody but you is shown it.")
    return see_other("/preferences/text-check")


def _page(
    *, names: str | None = None, when: str = "", errors: dict[str, str] | None = None
) -> Response:
    own = own_check(current_person())
    page = render_template(
        "discussion/text_check.html",
        names=written_names(own.names) if names is None else names,
        count=len(own.names),
        most=MOST_NAMES,
        when=when or own.when,
        choices=WHEN_WORDS,
        errors=errors or {},
    )
    return shown_once(page)
