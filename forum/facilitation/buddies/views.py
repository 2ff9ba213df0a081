"""A member's own page about buddies, and the one on which facilitators propose pairs."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.facilitation.buddies.operations import (
    end_pair,
    look_back,
    propose_pair,
    say_no,
    say_yes,
    wish_for_buddy,
    wish_no_longer,
)
from forum.facilitation.buddies.queries import (
    get_pair,
    list_matches,
    own_buddies,
    shared_answers,
)
from forum.facilitation.buddies.rules import may_propose
from forum.kernel.errors import Invalid
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import see_other

bp = Blueprint("buddies", __name__)
blueprints = (bp,)
HERE = "/buddies"


@bp.get("/buddies")
def buddies() -> str:
    """Show the member's own buddies, what waits for their word, and their wish."""
    person = current_person()
    return render_template(
        "facilitation/buddies.html",
        own=own_buddies(person),
        may_propose=bool(may_propose(person)),
    )


@bp.post("/buddies/wish")
def wish() -> Response:
    """Say that one would like a buddy."""
    wish_for_buddy(by=current_person())
    flash("A facilitator will look for somebody who fits. Both of you are asked first.")
    return see_other(HERE)


@bp.post("/buddies/wish/end")
def end_wish() -> Response:
    """Say that one would not like a buddy any more."""
    wish_no_longer(by=current_person())
    flash("You are not proposed to anybody any more.")
    return see_other(HERE)


@bp.post("/buddies/<int:pair_id>/yes")
def accept(pair_id: int) -> Response:
    """Say yes to a proposal."""
    person = current_person()
    begins = say_yes(get_pair(pair_id, by=person), by=person)
    flash("You are buddies for eight weeks. Write to each other!" if begins else "Thank you.")
    return see_other(HERE)


@bp.post("/buddies/<int:pair_id>/no")
def decline(pair_id: int) -> Response:
    """Say no to a proposal."""
    person = current_person()
    say_no(get_pair(pair_id, by=person), by=person)
    flash("The proposal is gone. No reason is asked.")
    return see_other(HERE)


@bp.post("/buddies/<int:pair_id>/end")
def end(pair_id: int) -> Response:
    """End a pair, without a reason."""
    person = current_person()
    end_pair(get_pair(pair_id, by=person), by=person)
    flash("Your time as buddies has ended. No reason is asked.")
    return see_other(HERE)


@bp.post("/buddies/<int:pair_id>/look-back")
def answer(pair_id: int) -> Response:
    """Keep what the member says at the end."""
    person, typed = current_person(), request.form
    look_back(
        get_pair(pair_id, by=person),
        typed.get("words", ""),
        is_shared="is_shared" in typed,
        again="again" in typed,
        by=person,
    )
    flash("Thank you.")
    return see_other(HERE)


@bp.get("/buddies/propose")
def matches() -> str:
    """Show facilitators who would like a buddy, and who fits."""
    person = current_person()
    return render_template(
        "facilitation/buddy_matches.html",
        matches=list_matches(by=person),
        answers=shared_answers(by=person),
    )


@bp.post("/buddies/propose")
def propose() -> Response:
    """Propose two members to each other."""
    require(may_propose(current_person()))
    one, other = (whole_number(request.form.get(name)) for name in ("one", "other"))
    if one is None or other is None:
        raise Invalid("pair", "Please choose two members from the list.")
    propose_pair(one, other, by=current_person())
    flash("Both are asked. They become buddies when both say yes.")
    return see_other("/buddies/propose")
