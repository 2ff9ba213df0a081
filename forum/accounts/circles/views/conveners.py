"""Conveners for circles that have none: who offers to, and two people who name them."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.circles.forms import NameAnswerForm, NameForm
from forum.accounts.circles.operations.convening import (
    NAME_CONVENER,
    ask_to_name,
    offer_to_convene,
    take_offer_back,
)
from forum.accounts.circles.queries import get_circle
from forum.accounts.circles.queries.conveners import namings, offers
from forum.accounts.current import current_person
from forum.accounts.pairs.answering import refuse_in
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.pairs.queries import count_others, get_pair_act
from forum.accounts.pairs.rules import may_ask_pair, missing_second
from forum.accounts.proof import sensitive
from forum.kernel.db import undo
from forum.kernel.errors import Conflict
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("conveners", __name__)


@bp.post("/g/<slug>/offer")
def offer(slug: str) -> ResponseReturnValue:
    """Offer to convene a circle that one is in."""
    person = current_person()
    circle = get_circle(slug, by=person)
    offer_to_convene(circle, by=person)
    flash("Facilitators and hosts are asked. Two of them must agree.")
    return see_other(f"/g/{circle.slug}")


@bp.post("/g/<slug>/offer/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    """Offer it no longer."""
    person = current_person()
    circle = get_circle(slug, by=person)
    take_offer_back(circle, by=person)
    flash("You do not offer it any more.")
    return see_other(f"/g/{circle.slug}")


@bp.get("/conveners")
def show() -> ResponseReturnValue:
    """Show who offers to convene a circle, and what waits for a second person."""
    return _page()


@bp.post("/conveners/<int:circle_id>/<int:member_id>")
@sensitive
def name(circle_id: int, member_id: int) -> ResponseReturnValue:
    """Ask a second person to name who offers to convene a circle."""
    person, form = current_person(), NameForm()
    require(may_ask_pair(person, NAME_CONVENER))
    if form.validate():
        with refusals_shown_in(form):
            try:
                ask_to_name(circle_id, member_id, because=form.because.data, by=person)
            except Conflict as refusal:
                form.form_errors.append(refusal.sentence)
    if form.errors:
        undo()
        return _page(422, form=form, named=(circle_id, member_id))
    flash("Asked. Nobody is named before a second person confirms it.")
    return see_other("/conveners")


@bp.post("/conveners/acts/<int:act_id>/confirm")
@sensitive
def confirm(act_id: int) -> ResponseReturnValue:
    """Be the second person."""
    person = current_person()
    act = get_pair_act(NAME_CONVENER, act_id, by=person)
    confirm_pair(act, by=person)
    flash(
        "Confirmed. Where it was offered still, and nobody convened the circle meanwhile, it is done."
    )
    return see_other("/conveners")


@bp.post("/conveners/acts/<int:act_id>/refuse")
def refuse(act_id: int) -> ResponseReturnValue:
    """Refuse it, or take back what one asked for."""
    form = NameAnswerForm()
    if not refuse_in(form, NAME_CONVENER, act_id):
        return _page(422, answer=form, answered=act_id)
    return see_other("/conveners")


def _page(
    status: int = 200,
    *,
    form: NameForm | None = None,
    named: tuple[int, int] = (0, 0),
    answer: NameAnswerForm | None = None,
    answered: int = 0,
) -> tuple[str, int]:
    person = current_person()
    require(may_ask_pair(person, NAME_CONVENER))
    page = render_template(
        "accounts/circles/conveners.html",
        offers=offers(NAME_CONVENER, by=person),
        acts=namings(NAME_CONVENER, by=person),
        missing=missing_second(NAME_CONVENER, count_others(NAME_CONVENER, but=person.member_id)),
        form=form or NameForm(formdata=None),
        named=named,
        answer=answer or NameAnswerForm(formdata=None),
        answered=answered,
    )
    return page, status
