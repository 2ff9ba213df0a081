"""Archives of many threads: asked for by one, confirmed by a second, announced to all."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.pairs.answering import refuse_in
from forum.accounts.pairs.operations import ask_pair, confirm_pair
from forum.accounts.pairs.queries import count_others, get_pair_act
from forum.accounts.pairs.rules import may_ask_pair, missing_second
from forum.accounts.proof import sensitive
from forum.accounts.rights.forms import AnswerForm, BulkForm
from forum.accounts.rights.listeners import BULK_EXPORT
from forum.accounts.rights.queries import list_bulk_acts, list_bulk_exports, open_categories
from forum.kernel.db import undo
from forum.kernel.errors import Conflict
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("bulk", __name__)


@bp.get("/exports")
def show() -> ResponseReturnValue:
    """Tell all members what was exported, and let facilitators and hosts ask for more."""
    return _page()


@bp.post("/exports")
@sensitive
def ask() -> ResponseReturnValue:
    """Ask for an archive of many threads."""
    person, form = current_person(), _form()
    require(may_ask_pair(person, BULK_EXPORT))
    if form.validate():
        with refusals_shown_in(form):
            try:
                ask_pair(
                    BULK_EXPORT, because=form.because.data, subject_id=form.category_id, by=person
                )
            except Conflict as refusal:
                form.form_errors.append(refusal.sentence)
    if form.errors:
        undo()
        return _page(422, form=form)
    flash("Asked. It is made when a second facilitator or host confirms it.")
    return see_other("/exports")


@bp.post("/exports/<int:act_id>/confirm")
@sensitive
def confirm(act_id: int) -> ResponseReturnValue:
    """Be the second person."""
    person = current_person()
    confirm_pair(get_pair_act(BULK_EXPORT, act_id, by=person), by=person)
    flash("Confirmed. The archive is being made, and all members are told.")
    return see_other("/exports")


@bp.post("/exports/<int:act_id>/refuse")
def refuse(act_id: int) -> ResponseReturnValue:
    """Refuse it, or take back what one asked for."""
    form = AnswerForm()
    if not refuse_in(form, BULK_EXPORT, act_id):
        return _page(422, answer=form, answered=act_id)
    return see_other("/exports")


def _form(*, empty: bool = False) -> BulkForm:
    form = BulkForm(formdata=None) if empty else BulkForm()
    form.offer(open_categories())
    return form


def _page(
    status: int = 200,
    *,
    form: BulkForm | None = None,
    answer: AnswerForm | None = None,
    answered: int = 0,
) -> tuple[str, int]:
    person = current_person()
    may_ask = bool(may_ask_pair(person, BULK_EXPORT))
    others = count_others(BULK_EXPORT, but=person.member_id) if may_ask else 0
    page = render_template(
        "rights/exports.html",
        made=list_bulk_exports(),
        may_ask=may_ask,
        acts=list_bulk_acts(BULK_EXPORT, by=person) if may_ask else [],
        missing=missing_second(BULK_EXPORT, others) if may_ask else "",
        form=form or _form(empty=True),
        answer=answer or AnswerForm(formdata=None),
        answered=answered,
    )
    return page, status
