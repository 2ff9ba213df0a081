"""Who the custodians are, how they are named, and their keys."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.pairs.operations import confirm_pair, refuse_pair
from forum.accounts.pairs.queries import count_others
from forum.accounts.pairs.rules import may_ask_pair, may_confirm_pair, missing_second
from forum.accounts.proof import sensitive
from forum.accounts.queries import find_member
from forum.discussion.pseudonyms.forms import AnswerForm, NominationForm, PassphraseForm
from forum.discussion.pseudonyms.operations.custodians import (
    check_passphrase,
    keep_key,
    naming,
    nominate_custodian,
    resign,
)
from forum.discussion.pseudonyms.queries.custodians import (
    find_custodian,
    get_nomination,
    get_own_custodian,
    list_custodians,
    list_nominations,
)
from forum.discussion.pseudonyms.sealing import KeyPair, new_key_pair
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, refusals_shown_in, see_other

bp = Blueprint("custodians", __name__)


@bp.get("/custodians")
def custodians() -> str:
    """Show every member who the custodians are and what they may do."""
    return _page(NominationForm(formdata=None))


@bp.post("/custodians")
@sensitive
def nominate() -> ResponseReturnValue:
    """Propose a custodian."""
    person, form, is_proposed = current_person(), NominationForm(), False
    require(may_ask_pair(person, naming()))
    with refusals_shown_in(form):
        member = find_member(form.handle.data.strip().removeprefix("@"))
        if member is None:
            raise Invalid("handle", "Nobody here has this handle.")
        try:
            nominate_custodian(member, by=person, because=form.because.data)
        except Conflict as refusal:
            raise Invalid("handle", refusal.sentence) from None
        is_proposed = True
    if is_proposed:
        flash("It waits for a second facilitator or host now.")
        return see_other("/custodians")
    undo()
    return _page(form), 422


@bp.post("/custodians/nominations/<int:act_id>/confirm")
@sensitive
def confirm(act_id: int) -> ResponseReturnValue:
    """Confirm a custodian whom somebody else proposed."""
    person = current_person()
    confirm_pair(get_nomination(act_id, by=person), by=person)
    flash("The custodian is named. They make their key themselves, on this page.")
    return see_other("/custodians")


@bp.post("/custodians/nominations/<int:act_id>/refuse")
def refuse(act_id: int) -> ResponseReturnValue:
    """Refuse a custodian, or take one's own proposal back."""
    person, form = current_person(), AnswerForm()
    act = get_nomination(act_id, by=person)
    try:
        refuse_pair(act, by=person, because=form.because.data)
    except Invalid as refusal:
        undo()
        flash(refusal.sentence, "problem")
    return see_other("/custodians")


@bp.get("/custodians/key")
def key_form() -> str:
    """Ask a custodian for the passphrase of their key."""
    custodian = get_own_custodian(current_person())
    form = PassphraseForm(formdata=None)
    return render_template("discussion/custodian_key.html", form=form, custodian=custodian)


@bp.post("/custodians/key")
def make_key() -> ResponseReturnValue:
    """Make a custodian's key."""
    person, form = current_person(), PassphraseForm()
    get_own_custodian(person)
    undo()
    pair = _new_pair(form)
    if pair is not None:
        keep_key(pair, by=person)
        flash("Your key is made. Nobody can help you if you forget the passphrase.")
        return see_other("/custodians")
    page = render_template(
        "discussion/custodian_key.html", form=form, custodian=get_own_custodian(person)
    )
    return page, 422


@bp.post("/custodians/resign")
def give_up() -> ResponseReturnValue:
    """Be no custodian any more."""
    resign(by=current_person())
    flash("You are no custodian any more.")
    return see_other("/custodians")


def _new_pair(form: PassphraseForm) -> KeyPair | None:
    try:
        return new_key_pair(check_passphrase(form.passphrase.data, form.again.data))
    except Invalid as refusal:
        add_refusal(form, refusal)
        return None


def _page(form: NominationForm) -> str:
    person, kind = current_person(), naming()
    names = bool(may_ask_pair(person, kind))
    waiting = list_nominations(by=person) if names else []
    return render_template(
        "discussion/custodians.html",
        custodians=list_custodians(by=person),
        own=find_custodian(person),
        form=form,
        answer_form=AnswerForm(formdata=None),
        names=names,
        waiting=[(one, may_confirm_pair(person, kind, one.act, now())) for one in waiting],
        missing=missing_second(kind, count_others(kind, but=person.member_id)) if names else "",
        me=person,
    )
