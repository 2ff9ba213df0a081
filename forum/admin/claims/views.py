"""Claiming posts of an archive, and deciding about claims."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.queries import get_member
from forum.admin.claims.forms import ClaimForm, RefusalForm
from forum.admin.claims.operations import claim_posts, grant_claim, refuse_claim
from forum.admin.claims.queries import get_claim, get_claim_line, list_waiting_claims
from forum.admin.claims.rules import may_claim
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("claims", __name__)
blueprints = (bp,)


@bp.get("/u/<handle>/claim")
def show_claim(handle: str) -> str:
    """Ask the member how one can know that they are the author."""
    return _ask(_get_claimable(handle), ClaimForm())


@bp.post("/u/<handle>/claim")
def claim(handle: str) -> Response | tuple[str, int]:
    """Pass the claim on to the facilitators."""
    form, person, is_new = ClaimForm(), current_person(), False
    member = _get_claimable(handle)
    if form.validate():
        with refusals_shown_in(form):
            is_new = claim_posts(member, by=person, because=form.because.data)
    if form.errors:
        undo()
        return _ask(_get_claimable(handle), form), 422
    done = "A facilitator will look at it and write to you."
    flash(f"Thank you. {done}" if is_new else f"You have asked already. {done}")
    return see_other(f"/u/{member.handle}")


@bp.get("/claims")
def show_claims() -> str:
    """Show the claims that wait."""
    return render_template("claims/claims.html", lines=list_waiting_claims(by=current_person()))


@bp.get("/claims/<int:claim_id>")
def show_one(claim_id: int) -> str:
    """Show one claim, to be granted or refused."""
    return _one(claim_id, RefusalForm())


@bp.post("/claims/<int:claim_id>/grant")
def grant(claim_id: int) -> Response:
    """Make the claimant the author."""
    person = current_person()
    grant_claim(get_claim(claim_id, by=person), by=person)
    flash("The posts have their author. The member was told.")
    return see_other("/claims")


@bp.post("/claims/<int:claim_id>/refuse")
def refuse(claim_id: int) -> Response | tuple[str, int]:
    """Leave the posts as they are, and say why."""
    form, person = RefusalForm(), current_person()
    found = get_claim(claim_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            refuse_claim(found, by=person, because=form.because.data)
    if form.errors:
        undo()
        return _one(claim_id, form), 422
    flash("The claim is refused. The member was told why.")
    return see_other("/claims")


def _get_claimable(handle: str) -> Member:
    person = current_person()
    member = get_member(handle, by=person)
    require(may_claim(person, member))
    return member


def _ask(member: Member, form: ClaimForm) -> str:
    return render_template("claims/claim.html", member=member, form=form)


def _one(claim_id: int, form: RefusalForm) -> str:
    line = get_claim_line(claim_id, by=current_person())
    return render_template("claims/one.html", line=line, form=form)
