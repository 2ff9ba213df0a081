"""Taking back "I have a conflict": the member asks, two facilitators decide, its author learns a number."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.pairs.queries import count_others, find_waiting, get_pair_act
from forum.accounts.pairs.rules import may_ask_pair, missing_second
from forum.discussion.forms.cases import MistakeForm
from forum.discussion.operations.self_walls import (
    TAKE_CONFLICT_BACK,
    agree,
    ask_no_longer,
    ask_to_be_let_in,
    refuse,
)
from forum.discussion.queries.self_walls import get_own_wall, get_wished_wall, list_wishes
from forum.discussion.views.cases import show_conflicts
from forum.kernel.db import undo
from forum.kernel.limits import limiter
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("self_walls", __name__)

PER_DAY = "5 per 1 day"
TOO_MANY = "You have asked often today. Please wait until tomorrow."


@bp.post("/conflicts/<int:wall_id>/mistake")
def ask(wall_id: int) -> ResponseReturnValue:
    """Ask facilitators to take back that one has a conflict with a case."""
    person, form = current_person(), MistakeForm()
    wall = get_own_wall(wall_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            ask_to_be_let_in(wall, because=form.because.data, by=person)
        if not form.errors and not limiter().hit(PER_DAY, "mistakes", str(person.id)):
            form.form_errors.append(TOO_MANY)
    if form.errors:
        undo()
        return show_conflicts(mistake=form, mistaken=wall_id), 422
    flash(
        "Asked. Two facilitators decide whom nothing keeps from the case; until then it is closed."
    )
    return see_other("/conflicts")


@bp.post("/conflicts/<int:wall_id>/mistake/end")
def end(wall_id: int) -> ResponseReturnValue:
    """Ask no longer."""
    ask_no_longer(get_own_wall(wall_id, by=current_person()))
    flash("You stay out of this case.")
    return see_other("/conflicts")


@bp.get("/self-walls")
def show() -> ResponseReturnValue:
    """Show facilitators who asks to be let in again."""
    return _page()


@bp.post("/self-walls/<int:wall_id>/agree")
def agree_first(wall_id: int) -> ResponseReturnValue:
    """Be the first facilitator who agrees."""
    person, form = current_person(), MistakeForm()
    wall = get_wished_wall(wall_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            agree(wall, because=form.because.data, by=person)
    if form.errors:
        undo()
        return _page(form, wall_id), 422
    flash("Noted. The case opens when a second facilitator confirms it.")
    return see_other("/self-walls")


@bp.post("/self-walls/acts/<int:act_id>/confirm")
def confirm(act_id: int) -> ResponseReturnValue:
    """Be the second facilitator who agrees."""
    person = current_person()
    confirm_pair(get_pair_act(TAKE_CONFLICT_BACK, act_id, by=person), by=person)
    flash("Confirmed: what they had said is taken back.")
    return see_other("/self-walls")


@bp.post("/self-walls/<int:wall_id>/refuse")
def refuse_wish(wall_id: int) -> ResponseReturnValue:
    """Let the wall stand."""
    person, form = current_person(), MistakeForm()
    wall = get_wished_wall(wall_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            refuse(wall, because=form.because.data, by=person)
    if form.errors:
        undo()
        return _page(form, wall_id), 422
    flash("The wall stands. They can read why.")
    return see_other("/self-walls")


def _page(form: MistakeForm | None = None, answered: int = 0) -> str:
    person = current_person()
    require(may_ask_pair(person, TAKE_CONFLICT_BACK))
    wishes = list_wishes(person)
    return render_template(
        "discussion/self_walls.html",
        wishes=[(wish, find_waiting(TAKE_CONFLICT_BACK, wish.wall_id)) for wish in wishes],
        missing=missing_second(
            TAKE_CONFLICT_BACK, count_others(TAKE_CONFLICT_BACK, but=person.member_id)
        ),
        form=form or MistakeForm(formdata=None),
        answered=answered,
    )
