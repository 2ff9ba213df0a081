"""The review queue: facilitators look at flagged posts and decide."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.paging import page_address, page_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import HandleForm
from forum.moderation.operations.review import handle_flags
from forum.moderation.queries.items import get_item, get_item_card, page_of_items
from forum.moderation.rules import may_handle, may_see_queue
from forum.moderation.values import OUTCOME_WORDS, ItemCard, Outcome
from forum.moderation.views.fields import with_ids

bp = Blueprint("review", __name__)


@bp.get("/review")
def queue() -> str:
    """Show the flagged posts that wait, or those that were handled."""
    person = current_person()
    require(may_see_queue(person))
    handled = request.args.get("status") == "handled"
    items = page_of_items(person, handled=handled, page=page_number(request.args.get("page")))
    forms = {item.id: _form(item, fresh=True) for item in items.items if item.outcome is None}
    return render_template(
        "moderation/review.html", items=items, forms=forms, handled=handled, address=page_address()
    )


@bp.get("/review/<int:item_id>")
def item(item_id: int) -> str:
    """Show one flagged post."""
    require(may_see_queue(current_person()))
    card = get_item_card(item_id, by=current_person())
    return _page(card, _form(card, fresh=True))


@bp.post("/review/<int:item_id>")
def handle(item_id: int) -> Response | tuple[str, int]:
    """Decide about the flags on a post, unless somebody else was quicker."""
    person = current_person()
    require(may_see_queue(person))
    card = get_item_card(item_id, by=person)
    require(may_handle(person, card.case))
    form, is_new = _form(card), False
    try:
        if form.validate():
            with refusals_shown_in(form):
                is_new = _decide(item_id, form)
    except Conflict as conflict:
        undo()
        card = get_item_card(item_id, by=person)
        return _page(card, _form(card, typed=form), conflict=conflict.sentence), 409
    if form.errors:
        undo()
        return _page(get_item_card(item_id, by=person), form), 422
    words = OUTCOME_WORDS[Outcome(request.form["outcome"])]
    flash(f"You {words}." if is_new else f"Done already: you {words}.", "done")
    return see_other("/review")


def _decide(item_id: int, form: HandleForm) -> bool:
    person = current_person()
    return handle_flags(
        get_item(item_id, by=person),
        _outcome(),
        by=person,
        seen_version=form.version.data or 0,
        because=form.reason,
        rule_id=form.rule.data,
    )


def _outcome() -> Outcome:
    outcome = request.form.get("outcome", "")
    if outcome not in set(Outcome):
        raise Invalid("outcome", "Please choose what you make of the flags.")
    return Outcome(outcome)


def _form(card: ItemCard, *, fresh: bool = False, typed: HandleForm | None = None) -> HandleForm:
    """Return the form of an item as it is now, with what was typed into an older one."""
    if typed is not None:
        form = HandleForm(formdata=None, version=card.version, because=typed.reason)
    elif fresh:
        form = HandleForm(formdata=None, version=card.version)
    else:
        form = HandleForm()
    form.offer_rules([(rule.id, f"{rule.number}. {rule.title}") for rule in card.rules])
    with_ids(form, f"item-{card.id}")
    return form


def _page(card: ItemCard, form: HandleForm, *, conflict: str = "") -> str:
    return render_template("moderation/review_item.html", item=card, form=form, conflict=conflict)
