"""Signing in with a provider, linking with it, proving with it."""

from flask import Blueprint, flash, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_try_secret, note_failure, too_often
from forum.accounts.current import (
    current_person,
    current_secret,
    forget_current_person,
    sign_in_here,
)
from forum.accounts.factors.operations import note_proof
from forum.accounts.factors.pending import keep_pending
from forum.accounts.openid.flows import (
    begin_flow,
    end_flow,
    forget_said,
    keep_said,
    what_was_said,
)
from forum.accounts.openid.operations import (
    link_identity,
    note_use,
    offer_link,
    take_offer,
    unlink_identity,
)
from forum.accounts.openid.provider import Provider, ProviderError
from forum.accounts.openid.queries import find_identity, find_offer, get_identity, identities_of
from forum.accounts.openid.values import Aim, Flow, Identified
from forum.accounts.proof import sensitive
from forum.accounts.queries import find_invitation, get_member_by_id, get_own_member
from forum.accounts.rules import may_accept_invitation, may_sign_in
from forum.accounts.values import SYSTEM
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.web import local_address, public, see_other, shown_once, writes

bp = Blueprint("openid", __name__)
blueprints = (bp,)

BEGIN_ANEW = "This way to sign in was begun too long ago, or in another browser. Please begin anew."
CANCELLED = "You came back from {label} without signing in there. Nothing was done."
UNKNOWN = (
    "This account at {label} belongs to no member here. Sign in another way; then you can link "
    "the two in your preferences. New people come in by an invitation."
)


@bp.post("/login/openid")
@public
def begin_sign_in() -> ResponseReturnValue:
    """Send a visitor to the provider."""
    _need_provider()
    return _send(begin_flow(Aim.SIGN_IN, keep=bool(request.form.get("keep"))))


@bp.post("/invites/<token>/openid")
@public
def begin_to_join(token: str) -> ResponseReturnValue:
    """Send somebody who is invited to the provider."""
    _need_provider()
    invitation = find_invitation(token)
    if not this_settings().openid_invitations or invitation is None:
        raise NotFound
    if current_person().is_member or not may_accept_invitation(invitation, now()):
        return see_other(f"/invites/{token}")
    return _send(begin_flow(Aim.INVITATION, goal=token))


@bp.post("/preferences/openid")
@sensitive
def begin_to_link() -> ResponseReturnValue:
    """Send a member to the provider, to link what they are there."""
    _need_provider()
    return _send(begin_flow(Aim.LINK, member_id=current_person().id))


@bp.post("/prove/openid")
def begin_to_prove() -> ResponseReturnValue:
    """Send a member to the provider, to prove anew who they are."""
    _need_provider()
    person = current_person()
    if get_own_member(person).second_factor_since is not None:
        return see_other("/prove")
    goal = local_address(request.form.get("next"))
    return _send(begin_flow(Aim.PROOF, member_id=person.id, goal=goal))


@bp.get("/login/openid/back")
@public
@writes
def come_back() -> ResponseReturnValue:
    """Take what the provider says, and go on with what somebody went there for."""
    _need_provider()
    if not may_try_secret():
        return _failed(too_often(), 429)
    flow = end_flow(request.args.get("state", ""))
    if flow is None:
        return _failed(BEGIN_ANEW)
    if "error" in request.args:
        return _failed(_labelled(CANCELLED), aim=flow.aim)
    # The provider takes its time, in which nobody else shall wait for the database.
    undo()
    try:
        found = Provider(this_settings()).identify(flow, request.args)
    except ProviderError as error:
        note_failure()
        return _failed(error.sentence, 503 if error.is_away else 422, aim=flow.aim)
    match flow.aim:
        case Aim.SIGN_IN:
            return _sign_in(flow, found)
        case Aim.PROOF:
            return _prove(flow, found)
        case Aim.LINK:
            return _ask_to_link(flow, found)
        case Aim.INVITATION:
            keep_said(Aim.INVITATION, found, flow.goal)
            return see_other(f"/invites/{flow.goal}")


@bp.get("/preferences/openid")
@sensitive
def show_identities() -> str:
    """Show the accounts elsewhere with which the member can sign in."""
    return _identities_page()


@bp.post("/preferences/openid/link")
@sensitive
def link() -> ResponseReturnValue:
    """Link what the provider has said in this browser."""
    person = current_person()
    found = what_was_said(Aim.LINK, str(person.id))
    if found is None:
        return _failed(BEGIN_ANEW, aim=Aim.LINK)
    forget_said()
    try:
        link_identity(get_own_member(person), found, by=person)
    except Invalid as refusal:
        return _identities_page(refusal.sentence), 422
    flash(f"You can sign in with {this_settings().openid_label} from now on.")
    return see_other("/preferences/openid")


@bp.post("/preferences/openid/<int:identity_id>/remove")
@sensitive
def remove(identity_id: int) -> ResponseReturnValue:
    """Take an account elsewhere away."""
    person = current_person()
    try:
        unlink_identity(get_identity(identity_id, person.member_id), by=person)
    except NotPermitted as refusal:
        return _identities_page(refusal.sentence), 403
    flash("It is removed.")
    return see_other("/preferences/openid")


@bp.get("/login/openid/link/<token>")
@public
def show_offer(token: str) -> ResponseReturnValue:
    """Show the button that links; scanners of mail, which only look, do not use the link up."""
    offer = find_offer(token)
    if offer is None:
        return _dead()
    member = get_member_by_id(offer.member_id, by=SYSTEM)
    page = render_template(
        "accounts/openid/offer.html", member=member, name=offer.name, token=token
    )
    return shown_once(page)


@bp.post("/login/openid/link/<token>")
@public
def accept_offer(token: str) -> ResponseReturnValue:
    """Link an account elsewhere, for who has read the member's letter."""
    if not may_try_secret():
        return _failed(too_often(), 429)
    try:
        member = take_offer(token)
    except Invalid as refusal:
        return _failed(refusal.sentence)
    if member is None:
        note_failure()
        return _dead()
    flash(f"@{member.handle} can sign in with {this_settings().openid_label} from now on.")
    return see_other("/login")


def _send(flow: Flow) -> ResponseReturnValue:
    """Lead the browser to the provider.

    The answer is a page that leads on by itself, with a link for browsers that do not follow: our
    policy lets no form of ours lead to another site, and stays so.
    """
    if not may_try_secret():
        return _failed(too_often(), 429, aim=flow.aim)
    undo()
    try:
        address = Provider(this_settings()).address_for(flow)
    except ProviderError as error:
        return _failed(error.sentence, 503 if error.is_away else 422, aim=flow.aim)
    return shown_once(render_template("accounts/openid/go.html", address=address))


def _sign_in(flow: Flow, found: Identified) -> ResponseReturnValue:
    settings = this_settings()
    identity = find_identity(found.issuer, found.subject)
    if identity is None:
        if settings.openid_letters and found.email:
            offer_link(found)
        return _failed(_labelled(UNKNOWN), 403)
    member = get_member_by_id(identity.member_id, by=SYSTEM)
    verdict = may_sign_in(member, now())
    if not verdict:
        return _failed(verdict.because, 403)
    note_use(identity)
    is_vouched = settings.openid_factors and found.has_several_factors
    if member.second_factor_since is not None and not is_vouched:
        keep_pending(member, keep=flow.keep)
        return see_other("/login/second")
    goal = local_address(session.get("next"))
    sign_in_here(member, keep=flow.keep, is_vouched=is_vouched)
    return see_other(goal)


def _prove(flow: Flow, found: Identified) -> ResponseReturnValue:
    person = current_person()
    identity = find_identity(found.issuer, found.subject)
    is_own = identity is not None and identity.member_id == person.id == flow.member_id
    # Who has a second factor proves with it.
    if identity is None or not is_own or get_own_member(person).second_factor_since is not None:
        note_failure()
        return _failed(_labelled("This is not your account at {label}."), 403, aim=flow.aim)
    note_use(identity)
    note_proof(current_secret() or "")
    forget_current_person()
    return see_other(local_address(flow.goal))


def _ask_to_link(flow: Flow, found: Identified) -> ResponseReturnValue:
    person = current_person()
    if not person.is_member or person.id != flow.member_id:
        return _failed(BEGIN_ANEW, aim=flow.aim)
    keep_said(Aim.LINK, found, str(person.id))
    page = render_template(
        "accounts/openid/link.html", name=found.email or found.name, subject=found.subject
    )
    return shown_once(page)


def _need_provider() -> None:
    if not this_settings().has_openid:
        raise NotFound


def _labelled(sentence: str) -> str:
    return sentence.format(label=this_settings().openid_label)


def _failed(sentence: str, status: int = 422, *, aim: Aim = Aim.SIGN_IN) -> tuple[str, int]:
    """Say what went wrong and lead back: with the same words, whoever somebody may be here."""
    further = {
        Aim.SIGN_IN: ("/login", "Go to the sign-in page"),
        Aim.INVITATION: ("/login", "Go to the sign-in page"),
        Aim.LINK: ("/preferences", "Go to your preferences"),
        Aim.PROOF: ("/prove", "Prove it in another way"),
    }[aim]
    page = render_template("accounts/openid/failed.html", sentence=sentence, further=further)
    return page, status


def _dead() -> tuple[str, int]:
    page = render_template(
        "accounts/dead_link.html",
        sentence="This link was used already, or it is too old.",
        further=("/login", "Go to the sign-in page"),
    )
    return page, 404


def _identities_page(sentence: str = "") -> str:
    person = current_person()
    return render_template(
        "accounts/openid/identities.html",
        identities=identities_of(person.member_id),
        sentence=sentence,
    )
