"""Break-glass: asked for by a host, confirmed by a second person, told to all concerned."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.pairs.answering import refuse_in
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.pairs.queries import count_others, get_pair_act
from forum.accounts.pairs.rules import may_ask_pair, missing_second
from forum.accounts.proof import sensitive
from forum.discussion.forms.glass import GlassAnswerForm, GlassForm
from forum.discussion.operations.glass import BREAK_GLASS, ask_for_glass, end_glass
from forum.discussion.queries.glass import is_opened_by, list_glass_acts
from forum.discussion.rules import may_ask_glass
from forum.discussion.values.glass import NOTHING_OPENED, Ground
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, NotPermitted
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("glass", __name__)


@bp.get("/break-glass")
def show() -> ResponseReturnValue:
    """Show what waits for a second person, and let a host ask."""
    return _page()


@bp.post("/break-glass")
@sensitive
def ask() -> ResponseReturnValue:
    """Ask to read a thread; the answer is the same whether there is one or not."""
    person, form = current_person(), GlassForm()
    require(may_ask_glass(person))
    if form.validate():
        with refusals_shown_in(form):
            try:
                ask_for_glass(
                    form.number,
                    ground=Ground(form.ground.data),
                    hours=form.hours_typed,
                    because=form.because.data,
                    by=person,
                )
            except Conflict as refusal:
                form.form_errors.append(refusal.sentence)
    if form.errors:
        undo()
        return _page(422, form=form)
    flash("Asked. Nothing is open before a second person confirms it.")
    return see_other("/break-glass")


@bp.post("/break-glass/<int:act_id>/confirm")
@sensitive
def confirm(act_id: int) -> ResponseReturnValue:
    """Be the second person."""
    person = current_person()
    act = get_pair_act(BREAK_GLASS, act_id, by=person)
    confirm_pair(act, by=person)
    if is_opened_by(act):
        flash("Confirmed. The thread is open to who asked, and those in it are told.")
    else:
        flash(NOTHING_OPENED, "problem")
    return see_other("/break-glass")


@bp.post("/break-glass/<int:act_id>/refuse")
def refuse(act_id: int) -> ResponseReturnValue:
    """Refuse it, or take back what one asked for."""
    form = GlassAnswerForm()
    if not refuse_in(form, BREAK_GLASS, act_id):
        return _page(422, answer=form, answered=act_id)
    return see_other("/break-glass")


@bp.post("/break-glass/<int:act_id>/end")
def end(act_id: int) -> ResponseReturnValue:
    """End early what one asked for or confirmed."""
    person = current_person()
    act = get_pair_act(BREAK_GLASS, act_id, by=person)
    try:
        end_glass(act, by=person)
    except NotPermitted as refusal:
        undo()
        flash(refusal.sentence, "problem")
    else:
        flash("Ended. The thread is closed to who asked for it, and those in it are told.")
    return see_other("/break-glass")


def _page(
    status: int = 200,
    *,
    form: GlassForm | None = None,
    answer: GlassAnswerForm | None = None,
    answered: int = 0,
) -> tuple[str, int]:
    person = current_person()
    require(may_ask_pair(person, BREAK_GLASS))
    page = render_template(
        "discussion/glass.html",
        may_ask=bool(may_ask_glass(person)),
        acts=list_glass_acts(BREAK_GLASS, by=person),
        missing=missing_second(BREAK_GLASS, count_others(BREAK_GLASS, but=person.member_id)),
        nothing_opened=NOTHING_OPENED,
        form=form or GlassForm(formdata=None),
        answer=answer or GlassAnswerForm(formdata=None),
        answered=answered,
    )
    return page, status
