"""What one means to do, and looking back at it."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.models import Thread
from forum.discussion.queries.threads import get_thread
from forum.facilitation.rounds.forms import CommitmentForm, LookBackForm
from forum.facilitation.rounds.models import Commitment
from forum.facilitation.rounds.operations import commit_to, drop_commitment, look_back
from forum.facilitation.rounds.queries import commitment_cards, commitments_of, get_commitment
from forum.facilitation.rounds.values import HAPPENED_WORDS, Happened
from forum.kernel.db import undo
from forum.kernel.routing import whole_number
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("commitments", __name__)


@bp.get("/commitments")
def commitments() -> str:
    """Show what one means to do."""
    thread = _thread(request.args.get("thread"))
    return _page(CommitmentForm(formdata=None, thread=thread.id if thread else None), thread)


@bp.post("/commitments")
def commit() -> str | Response | tuple[str, int]:
    """Note what one means to do."""
    form = CommitmentForm()
    thread = _thread(request.form.get("thread"))
    if form.validate():
        with refusals_shown_in(form):
            commit_to(form.words.data, form.look_on.data, by=current_person(), thread=thread)
    if form.errors:
        undo()
        return _page(form, _thread(request.form.get("thread"))), 422
    flash("Noted, for you alone. You are asked about it on that day, on the page “For you”.")
    return see_other("/commitments")


@bp.get("/commitments/<int:commitment_id>")
def one(commitment_id: int) -> str:
    """Ask the question about a commitment."""
    commitment = get_commitment(commitment_id, by=current_person())
    form = LookBackForm(
        formdata=None,
        happened=str(commitment.happened or ""),
        in_the_way=commitment.in_the_way,
    )
    return _one(commitment, form)


@bp.post("/commitments/<int:commitment_id>")
def answer(commitment_id: int) -> str | Response | tuple[str, int]:
    """Say what became of it."""
    commitment = get_commitment(commitment_id, by=current_person())
    form = LookBackForm()
    if form.validate():
        with refusals_shown_in(form):
            happened = Happened(form.happened.data)
            look_back(commitment, happened, form.in_the_way.data, by=current_person())
    if form.errors:
        undo()
        return _one(get_commitment(commitment_id, by=current_person()), form), 422
    flash("Noted, for you alone.")
    return see_other("/commitments")


@bp.post("/commitments/<int:commitment_id>/drop")
def drop(commitment_id: int) -> Response:
    """Let a commitment go."""
    drop_commitment(get_commitment(commitment_id, by=current_person()), by=current_person())
    flash("It is gone.")
    return see_other("/commitments")


def _thread(number: str | None) -> Thread | None:
    """Return the thread from which it came, if one is named. Raises NotFound."""
    return get_thread(whole_number(number) or 0, by=current_person()) if number else None


def _page(form: CommitmentForm, thread: Thread | None) -> str:
    cards = commitments_of(current_person())
    return render_template(
        "rounds/commitments.html", form=form, thread=thread, cards=cards, words=HAPPENED_WORDS
    )


def _one(commitment: Commitment, form: LookBackForm) -> str:
    [card] = commitment_cards([commitment], current_person())
    return render_template("rounds/commitment.html", card=card, form=form)
