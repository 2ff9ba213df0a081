"""Ending a circle, as its conveners decide."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.circles.forms import EndingForm
from forum.accounts.circles.operations.ending import end_circle, take_end_back
from forum.accounts.circles.queries.conveners import circles_to_move_into
from forum.accounts.circles.rules import may_end_circle
from forum.accounts.circles.values import END_CAN_BE_TAKEN_BACK, Circle, Ending, Fate
from forum.accounts.circles.views.circles import convened_circle
from forum.accounts.current import current_person
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("circle_ending", __name__, url_prefix="/g/<slug>/end")


@bp.get("")
def show(slug: str) -> str:
    """Say what happens when the circle ends, and ask what becomes of what is in it."""
    return _page(_to_end(slug), EndingForm(formdata=None))


@bp.post("")
def end(slug: str) -> ResponseReturnValue:
    """End the circle."""
    circle, form, person = _to_end(slug), EndingForm(), current_person()
    form.offer(circles_to_move_into(circle, by=person))
    if form.validate():
        with refusals_shown_in(form):
            if not form.sure.data:
                raise Invalid("sure", "Please say that you have read it.")
            ending = Ending(Fate(form.fate.data), form.until.data, form.into.data or "")
            end_circle(circle, ending, by=person)
            flash(f"The circle {circle.name} has ended.")
            return see_other(f"/g/{circle.slug}")
    undo()
    return _page(_to_end(slug), form), 422


@bp.post("/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    """Let the circle go on."""
    circle = convened_circle(slug)
    take_end_back(circle, by=current_person())
    flash("The circle goes on, and those in it are told. Invitations have to be sent anew.")
    return see_other(f"/g/{circle.slug}")


def _to_end(slug: str) -> Circle:
    circle = convened_circle(slug)
    require(may_end_circle(current_person(), circle))
    return circle


def _page(circle: Circle, form: EndingForm) -> str:
    form.offer(circles_to_move_into(circle, by=current_person()))
    return render_template(
        "accounts/circles/ending.html",
        circle=circle,
        form=form,
        days=END_CAN_BE_TAKEN_BACK.days,
    )
