"""The one way out: pause, leave and keep the account, or be erased; and stopping that."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, current_secret, sign_out_here
from forum.accounts.holdings import Leaving
from forum.accounts.membership.operations import leave_community, pause_membership
from forum.accounts.membership.queries import sole_convener_of
from forum.accounts.membership.rules import may_leave_community
from forum.accounts.membership.values import LONGEST_PAUSE_DAYS
from forum.accounts.operations.members import count_other_hosts
from forum.accounts.proof import has_fresh_proof, sensitive
from forum.accounts.queries import get_own_member
from forum.accounts.rights.forms import LeaveForm
from forum.accounts.rights.operations.erasures import ask_to_leave, leave_at_once, stop_leaving
from forum.accounts.rights.queries import find_erasure, what_is_kept
from forum.accounts.rights.rules import may_leave_for_good
from forum.accounts.rights.values import LEAVING_ABOUT, LEAVING_WORDS, WAY_ABOUT, Way
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.days import end_of_day
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("leaving", __name__)

HERE = "/preferences/leave"
ERASING = (Way.NAMED, Way.FORMER, Way.TEXTLESS)


@bp.get("/preferences/leave")
def show_form() -> ResponseReturnValue:
    """Offer every way to go, the lightest first."""
    form = _form()
    form.leaving.data = request.args.get("way", "")
    return _page(form)


@bp.get("/pause")
@bp.get("/leave")
def lead_to_form() -> ResponseReturnValue:
    """Lead on from where pausing and leaving stood before."""
    return redirect(HERE, 301)


@bp.post("/preferences/leave")
def leave() -> ResponseReturnValue:
    """Go in the way that was chosen; all but a pause ask who it is."""
    form, person = _form(), current_person()
    way = form.way
    if way not in {None, Way.PAUSE} and not has_fresh_proof(person, now()):
        return see_other(f"/prove?next={quote(f'{HERE}?way={way}')}")
    if form.validate() and way is not None:
        with refusals_shown_in(form):
            return _go(way, form, person)
    undo()
    return _page(form, 422)


@bp.get("/leaving")
def show() -> ResponseReturnValue:
    """Show a member who is leaving until when it can be stopped."""
    person = current_person()
    erasure = find_erasure(person.member_id)
    if erasure is None or erasure.done_at is not None:
        raise NotFound
    words = LEAVING_WORDS[erasure.leaving]
    return render_template("rights/leaving.html", erasure=erasure, words=words)


@bp.post("/leaving/stop")
def stop() -> ResponseReturnValue:
    """Stay after all."""
    person = current_person()
    stop_leaving(get_own_member(person), by=person)
    flash("You stay. Everything is as it was.")
    return see_other("/")


@bp.post("/leaving/now")
@sensitive
def do_now() -> ResponseReturnValue:
    """Wait no longer."""
    person = current_person()
    leave_at_once(get_own_member(person), by=person)
    return see_other("/leaving")


def _form() -> LeaveForm:
    """Return the form with the ways that are open to the person: a guest has no membership."""
    form = LeaveForm()
    form.offer(ERASING if current_person().is_guest else tuple(Way))
    return form


def _go(way: Way, form: LeaveForm, person: Person) -> ResponseReturnValue:
    member = get_own_member(person)
    if way is Way.PAUSE:
        if form.until.data is None:
            raise Invalid("until", "Please say until when.")
        zone = person.preferences.timezone
        until = end_of_day(form.until.data, zone, most_days=LONGEST_PAUSE_DAYS)
        pause_membership(member, until, by=person)
        flash("Your membership is paused. You end the pause whenever you like.")
        return see_other("/preferences")
    if way is Way.KEEP:
        leave_community(member, by=person)
        sign_out_here()
        flash("You have left. Thank you for the time you were here.")
        return see_other("/login")
    ask_to_leave(
        member,
        Leaving(str(way)),
        typed_handle=form.handle.data,
        at_once=form.at_once.data,
        by=person,
        keeping=current_secret(),
    )
    return see_other("/leaving")


def _hindered(person: Person) -> Mapping[Way, str]:
    """Return why some ways are not open to the person today."""
    member = get_own_member(person)
    others = count_other_hosts(member)
    names = sole_convener_of(member)
    keeping = may_leave_community(person, member, other_hosts=others, sole_convener_of=names)
    erasing = may_leave_for_good(person, member, other_hosts=others)
    found = {} if keeping else {Way.KEEP: keeping.because}
    return found if erasing else {**found, **dict.fromkeys(ERASING, erasing.because)}


def _page(form: LeaveForm, status: int = 200) -> tuple[str, int]:
    person = current_person()
    page = render_template(
        "rights/leave.html",
        form=form,
        about={**WAY_ABOUT, **{Way(str(one)): words for one, words in LEAVING_ABOUT.items()}},
        hindered=_hindered(person),
        handle=person.handle,
        lines=[line for line in what_is_kept(person) if line.kept.count],
    )
    return page, status
