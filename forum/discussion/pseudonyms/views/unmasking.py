"""The pages on which two custodians decide whether a pseudonym is lifted."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.models import Post
from forum.discussion.pseudonyms.forms import AnswerForm, OpenForm, PleaForm
from forum.discussion.pseudonyms.models import Unmasking
from forum.discussion.pseudonyms.operations.unmasking import (
    Plea,
    ask_unmasking,
    key_pair_of,
    lift_pseudonym,
    mute_pseudonym,
    own_key,
    read_name,
    refuse_unmasking,
)
from forum.discussion.pseudonyms.queries.custodians import find_custodian, get_own_custodian
from forum.discussion.pseudonyms.queries.pseudonyms import get_pseudonymous_post
from forum.discussion.pseudonyms.queries.unmasking import (
    get_unmasking,
    has_measures,
    list_unmaskings,
    names_behind,
    thing_of,
)
from forum.discussion.pseudonyms.rules import is_waiting, may_mute, may_unmask
from forum.discussion.pseudonyms.values import GROUND_WORDS, OUTCOME_WORDS, Ground
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.limits import limiter
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other, shown_once

bp = Blueprint("unmasking", __name__)

TRIES = "6 per 1 hour"
TOO_OFTEN = "There were too many attempts. Please wait an hour and try again."


@bp.get("/unmasking")
def unmaskings() -> str:
    """Show custodians what was asked and decided."""
    found = list_unmaskings(by=current_person())
    return render_template(
        "discussion/unmaskings.html",
        unmaskings=[(one, thing_of(one)) for one in found],
        ground_words=GROUND_WORDS,
        outcome_words=OUTCOME_WORDS,
        waits=lambda one: is_waiting(one, now()),
        me=current_person(),
    )


@bp.get("/p/<int:post_id>/unmask")
def ask_form(post_id: int) -> str:
    """Ask a custodian why a pseudonym shall be lifted."""
    post = _post_to_unmask(post_id)
    return _ask_page(post, PleaForm(formdata=None))


@bp.post("/p/<int:post_id>/unmask")
def ask(post_id: int) -> ResponseReturnValue:
    """Ask a second custodian to lift a pseudonym."""
    person, form = current_person(), PleaForm()
    _post_to_unmask(post_id)
    plea: Plea | None = None
    private: bytes | None = None
    with refusals_shown_in(form):
        plea = _plea(form)
    with refusals_shown_in(form):
        private = _private(person, form)
    if plea and private:
        with refusals_shown_in(form):
            post, pseudonym = get_pseudonymous_post(post_id, by=person)
            try:
                ask_unmasking(post, pseudonym, plea, private=private, by=person)
            except Conflict as refusal:
                raise Invalid("ground", refusal.sentence) from None
            flash("It waits for a second custodian now.")
            return see_other("/unmasking")
    undo()
    return _ask_page(_post_to_unmask(post_id), form), 422


@bp.get("/unmasking/<int:unmasking_id>")
def show(unmasking_id: int) -> str:
    """Show what one custodian asks, for another one to decide."""
    unmasking = get_unmasking(unmasking_id, by=current_person())
    return _page(unmasking, OpenForm(formdata=None), AnswerForm(formdata=None))


@bp.post("/unmasking/<int:unmasking_id>/lift")
def lift(unmasking_id: int) -> ResponseReturnValue:
    """Lift a pseudonym, as the second custodian; the name is shown this once."""
    person, form = current_person(), OpenForm()
    get_unmasking(unmasking_id, by=person)
    private: bytes | None = None
    with refusals_shown_in(form):
        private = _private(person, form)
    if private:
        with refusals_shown_in(form):
            unmasking = get_unmasking(unmasking_id, by=person)
            member = lift_pseudonym(unmasking, private=private, by=person)
            name = f"{member.name} (@{member.handle})" if member else "Somebody who has left"
            return shown_once(_name_page(unmasking, name))
    undo()
    unmasking = get_unmasking(unmasking_id, by=person)
    return _page(unmasking, form, AnswerForm(formdata=None)), 422


@bp.post("/unmasking/<int:unmasking_id>/refuse")
def refuse(unmasking_id: int) -> ResponseReturnValue:
    """Refuse to lift a pseudonym, or take back what one has asked."""
    person, form = current_person(), AnswerForm()
    is_refused = False
    with refusals_shown_in(form):
        unmasking = get_unmasking(unmasking_id, by=person)
        refuse_unmasking(unmasking, because=form.because.data, by=person)
        is_refused = True
    if is_refused:
        flash("It is refused; this stands in the log like a lifting.")
        return see_other("/unmasking")
    undo()
    return _page(get_unmasking(unmasking_id, by=person), OpenForm(formdata=None), form), 422


@bp.post("/unmasking/<int:unmasking_id>/name")
def name(unmasking_id: int) -> ResponseReturnValue:
    """Show the name to the custodian who asked, this once."""
    person, form = current_person(), OpenForm()
    get_unmasking(unmasking_id, by=person)
    private: bytes | None = None
    with refusals_shown_in(form):
        private = _private(person, form)
    if private:
        with refusals_shown_in(form):
            unmasking = get_unmasking(unmasking_id, by=person)
            found = read_name(unmasking, private=private, by=person)
            return shown_once(_name_page(unmasking, found))
    undo()
    unmasking = get_unmasking(unmasking_id, by=person)
    return _page(unmasking, form, AnswerForm(formdata=None)), 422


@bp.get("/p/<int:post_id>/mute-pseudonym")
def mute_form(post_id: int) -> str:
    """Ask a facilitator why nothing more shall be written under a pseudonym."""
    post, pseudonym = get_pseudonymous_post(post_id, by=current_person())
    require(may_mute(current_person(), post.thread, pseudonym))
    form = AnswerForm(formdata=None)
    return render_template("discussion/pseudonym_mute.html", post=post, form=form)


@bp.post("/p/<int:post_id>/mute-pseudonym")
def mute(post_id: int) -> ResponseReturnValue:
    """Let nothing more be written under a pseudonym."""
    person, form = current_person(), AnswerForm()
    post, pseudonym = get_pseudonymous_post(post_id, by=person)
    require(may_mute(person, post.thread, pseudonym))
    is_muted = False
    with refusals_shown_in(form):
        mute_pseudonym(post, pseudonym, because=form.because.data, by=person)
        is_muted = True
    if is_muted:
        flash("Nothing more can be written under this pseudonym.")
        return see_other(place_of(post))
    undo()
    post, _ = get_pseudonymous_post(post_id, by=person)
    return render_template("discussion/pseudonym_mute.html", post=post, form=form), 422


def _post_to_unmask(post_id: int) -> Post:
    person = current_person()
    get_own_custodian(person)
    post, _ = get_pseudonymous_post(post_id, by=person)
    require(may_unmask(person, post.thread, is_custodian=find_custodian(person) is not None))
    return post


def _plea(form: PleaForm) -> Plea:
    try:
        ground = Ground(form.ground.data or "")
    except ValueError:
        raise Invalid("ground", "Please choose one of these.") from None
    return Plea(ground, form.because.data, form.rule.data, form.late_because.data)


def _private(person: Person, form: OpenForm) -> bytes:
    """Unlock the custodian's key, while the database is left to others. Raises Invalid."""
    pair = key_pair_of(get_own_custodian(person))
    undo()
    if not limiter().hit(TRIES, "custodian", str(person.member_id)):
        raise Invalid("passphrase", TOO_OFTEN)
    private = own_key(pair, form.passphrase.data)
    limiter().clear(TRIES, "custodian", str(person.member_id))
    return private


def _ask_page(post: Post, form: PleaForm) -> str:
    _, pseudonym = get_pseudonymous_post(post.id, by=current_person())
    return render_template(
        "discussion/unmask.html", post=post, form=form, has_measures=has_measures(pseudonym)
    )


def _page(unmasking: Unmasking, open_form: OpenForm, answer_form: AnswerForm) -> str:
    person = current_person()
    return render_template(
        "discussion/unmasking.html",
        unmasking=unmasking,
        thing=thing_of(unmasking),
        names=names_behind(unmasking),
        open_form=open_form,
        answer_form=answer_form,
        ground_words=GROUND_WORDS,
        outcome_words=OUTCOME_WORDS,
        waits=is_waiting(unmasking, now()),
        is_first=unmasking.asked_by_id == person.id,
    )


def _name_page(unmasking: Unmasking, found: str) -> str:
    return render_template(
        "discussion/unmasked.html", unmasking=unmasking, thing=thing_of(unmasking), found=found
    )
