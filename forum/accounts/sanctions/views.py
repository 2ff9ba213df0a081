"""What was decided about oneself, asking for another look, and removals that need two."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.pairs.answering import refuse_in
from forum.accounts.pairs.operations import confirm_pair
from forum.accounts.pairs.queries import count_others, get_pair_act
from forum.accounts.pairs.rules import may_ask_pair, missing_second
from forum.accounts.sanctions.forms import AppealForm, RefusalForm
from forum.accounts.sanctions.operations.appeals import appeal_sanction
from forum.accounts.sanctions.operations.removals import REMOVE_MEMBER
from forum.accounts.sanctions.queries import (
    get_named_by,
    get_own_sanction,
    list_removals,
    sanctions_of,
)
from forum.accounts.sanctions.values import KIND_WORDS
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import public, refusals_shown_in, see_other, shown_once

bp = Blueprint("own_sanctions", __name__)
removals = Blueprint("removals", __name__)

SENT = "A different facilitator will look at it. You are told what they decide, and why."


@bp.get("/my-sanctions")
def my_sanctions() -> ResponseReturnValue:
    """Show a member what was decided about them, why, and how to ask for another look."""
    return _page(current_person().member_id, "/my-sanctions")


@bp.post("/my-sanctions/<int:sanction_id>")
def appeal(sanction_id: int) -> ResponseReturnValue:
    """Ask for another look."""
    return _appeal(current_person().member_id, sanction_id, "/my-sanctions")


@bp.get("/appeal/<token>")
@public
def by_link(token: str) -> ResponseReturnValue:
    """Show the same to who cannot sign in, by the link of a letter or after the right password."""
    return shown_once(_page(get_named_by(token), f"/appeal/{token}")[0])


@bp.post("/appeal/<token>/<int:sanction_id>")
@public
def appeal_by_link(token: str, sanction_id: int) -> ResponseReturnValue:
    """Ask for another look without being signed in."""
    return _appeal(get_named_by(token), sanction_id, f"/appeal/{token}")


def _appeal(member_id: int, sanction_id: int, address: str) -> ResponseReturnValue:
    form = AppealForm()
    sanction = get_own_sanction(sanction_id, member_id)
    if form.validate():
        with refusals_shown_in(form):
            appeal_sanction(sanction, form.appeal.data, member_id=member_id)
    if form.errors:
        undo()
        return _page(member_id, address, form, sanction_id, 422)
    flash(SENT)
    return see_other(address)


def _page(
    member_id: int,
    address: str,
    wrong: AppealForm | None = None,
    wrong_id: int = 0,
    status: int = 200,
) -> tuple[str, int]:
    lines = sanctions_of(member_id)
    forms = {line.id: AppealForm(formdata=None) for line in lines if line.may_appeal}
    if wrong is not None:
        forms[wrong_id] = wrong
    for id_, form in forms.items():
        form.appeal.id = form.appeal.label.field_id = f"appeal-{id_}"
    page = render_template(
        "accounts/sanctions/own.html",
        lines=lines,
        forms=forms,
        wrong_id=wrong_id,
        address=address,
        kind_words=KIND_WORDS,
    )
    return page, status


@removals.get("/removals")
def show() -> ResponseReturnValue:
    """Show facilitators which removals wait for a second one, and what came of others."""
    return _removals()


@removals.post("/removals/<int:act_id>/confirm")
def confirm(act_id: int) -> ResponseReturnValue:
    """Be the second facilitator: the member is told, and has time to answer."""
    act = get_pair_act(REMOVE_MEMBER, act_id, by=current_person())
    confirm_pair(act, by=current_person())
    flash("Confirmed. The member is told why, and has seven days before it takes effect.")
    return see_other("/removals")


@removals.post("/removals/<int:act_id>/refuse")
def refuse(act_id: int) -> ResponseReturnValue:
    """Refuse it, or take back what one asked for."""
    form = RefusalForm()
    if not refuse_in(form, REMOVE_MEMBER, act_id):
        return _removals(422, form, act_id)
    return see_other("/removals")


def _removals(
    status: int = 200, answer: RefusalForm | None = None, answered: int = 0
) -> tuple[str, int]:
    person = current_person()
    require(may_ask_pair(person, REMOVE_MEMBER))
    page = render_template(
        "accounts/sanctions/removals.html",
        acts=list_removals(REMOVE_MEMBER, by=person),
        missing=missing_second(REMOVE_MEMBER, count_others(REMOVE_MEMBER, but=person.member_id)),
        answer=answer or RefusalForm(formdata=None),
        answered=answered,
    )
    return page, status


blueprints = (bp, removals)
