"""The pages of circles, at the addresses that Discourse gives its groups."""

import re

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.circles.forms import AskForm, BeginForm, CircleForm
from forum.accounts.circles.operations import members as acts
from forum.accounts.circles.operations.circles import begin_circle, change_circle
from forum.accounts.circles.operations.convening import NAME_CONVENER
from forum.accounts.circles.queries import (
    count_other_conveners,
    get_circle,
    list_circles,
    own_end,
    who_is_in,
)
from forum.accounts.circles.queries.conveners import (
    count_conveners,
    find_ending,
    has_offered,
    naming_of,
)
from forum.accounts.circles.rules import (
    is_in,
    may_accept,
    may_ask,
    may_begin_circle,
    may_convene,
    may_end_circle,
    may_join,
    may_leave_circle,
    may_offer_to_convene,
    may_see_who_is_in,
)
from forum.accounts.circles.values import Circle, CircleSettings
from forum.accounts.current import current_person
from forum.accounts.slots import on_circle
from forum.accounts.values import Admission, GroupId
from forum.kernel.application import this_settings
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("circles", __name__, url_prefix="/g")
_NAMES = re.compile(r"[\s,@]+")


@bp.get("")
def show_circles() -> str:
    """Show the circles that exist for this member."""
    person = current_person()
    may_begin = bool(may_begin_circle(person, this_settings().circles_by))
    return render_template(
        "accounts/circles/list.html", lines=list_circles(person), may_begin=may_begin
    )


@bp.get("/new")
def show_begin() -> str:
    """Ask what is needed to begin a circle."""
    require(may_begin_circle(current_person(), this_settings().circles_by))
    return render_template("accounts/circles/begin.html", form=BeginForm(formdata=None))


@bp.post("/new")
def begin() -> ResponseReturnValue:
    """Begin a circle and name its first conveners."""
    person, form, wanted = current_person(), BeginForm(), this_settings().circles_by
    require(may_begin_circle(person, wanted))
    if form.validate():
        handles = [name for name in _NAMES.split(form.conveners.data) if name]
        with refusals_shown_in(form):
            circle = begin_circle(_settings(form), handles, wanted=wanted, by=person)
            is_seen = person.handle in handles or not circle.is_hidden
            flash(f"The circle “{circle.name}” has begun. Its conveners do everything else.")
            return see_other(f"/g/{circle.slug}" if is_seen else "/g")
    undo()
    return render_template("accounts/circles/begin.html", form=form), 422


@bp.get("/<slug>")
def show_circle(slug: str) -> ResponseReturnValue:
    """Show what a circle is, who is in and what it may do."""
    return _page(get_circle(slug, by=current_person()))


@bp.post("/<slug>/join")
def join(slug: str) -> ResponseReturnValue:
    """Come into an open circle."""
    person = current_person()
    circle = get_circle(slug, by=person)
    acts.join_circle(circle, by=person)
    return _done(circle, f"You are in the circle {circle.name} now.")


@bp.post("/<slug>/ask")
def ask(slug: str) -> ResponseReturnValue:
    """Ask to be let in."""
    person, form = current_person(), AskForm()
    circle = get_circle(slug, by=person)
    with refusals_shown_in(form):
        acts.ask_to_join(circle, form.words.data, by=person)
    if form.errors:
        return _page(circle, 422, asking=form)
    return _done(circle, "The conveners are asked. You find the answer here.")


@bp.post("/<slug>/ask/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    """Ask no longer to be let in."""
    person = current_person()
    circle = get_circle(slug, by=person)
    acts.take_request_back(circle, by=person)
    return _done(circle, "You do not ask any more.")


@bp.post("/<slug>/accept")
def accept(slug: str) -> ResponseReturnValue:
    """Follow an invitation."""
    person = current_person()
    circle = get_circle(slug, by=person)
    acts.accept_invitation_into_circle(circle, by=person)
    return _done(circle, f"You are in the circle {circle.name} now.")


@bp.post("/<slug>/decline")
def decline(slug: str) -> ResponseReturnValue:
    """Do not follow an invitation."""
    person = current_person()
    acts.decline_invitation(get_circle(slug, by=person), by=person)
    flash("You have declined. Nobody is told but by your absence.")
    return see_other("/g")


@bp.post("/<slug>/leave")
def leave(slug: str) -> ResponseReturnValue:
    """Leave a circle."""
    person = current_person()
    circle = get_circle(slug, by=person)
    acts.leave_circle(circle, by=person)
    flash(f"You have left the circle {circle.name}.")
    return see_other("/g")


@bp.get("/<slug>/settings")
def show_settings(slug: str) -> str:
    """Show conveners how the circle is named, described and entered."""
    circle = convened_circle(slug)
    return _settings_page(circle, CircleForm(formdata=None, obj=circle))


@bp.post("/<slug>/settings")
def save_settings(slug: str) -> ResponseReturnValue:
    """Name, describe or open the circle differently."""
    circle, form = convened_circle(slug), CircleForm()
    if form.validate():
        with refusals_shown_in(form):
            group = change_circle(circle, _settings(form), by=current_person())
            flash("Saved.")
            return see_other(f"/g/{group.slug}")
    undo()
    return _settings_page(circle, form), 422


def convened_circle(slug: str) -> Circle:
    """Return a circle for who convenes it. Raises NotFound."""
    person = current_person()
    circle = get_circle(slug, by=person)
    require(may_convene(person, circle))
    return circle


def _settings(form: CircleForm) -> CircleSettings:
    return CircleSettings(
        name=form.name.data,
        about=form.about.data,
        admission=Admission(form.admission.data),
        is_hidden=form.is_hidden.data,
        shows_members=form.shows_members.data,
    )


def _done(circle: Circle, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return see_other(f"/g/{circle.slug}")


def _page(
    circle: Circle, status: int = 200, *, asking: AskForm | None = None
) -> ResponseReturnValue:
    person = current_person()
    others = count_other_conveners(circle, person.member_id)
    page = render_template(
        "accounts/circles/circle.html",
        circle=circle,
        is_in=is_in(person, circle),
        people=who_is_in(circle, by=person) if may_see_who_is_in(person, circle) else None,
        convenes=bool(may_convene(person, circle)),
        joining=may_join(person, circle),
        requesting=may_ask(person, circle),
        accepting=may_accept(person, circle),
        leaving=may_leave_circle(person, circle, other_conveners=others),
        asking=asking or AskForm(formdata=None),
        parts=[part(person, GroupId(circle.id)) for part in on_circle],
        ending=may_end_circle(person, circle),
        own_end=own_end(circle, by=person),
        ended=find_ending(circle, by=person),
        offering=may_offer_to_convene(person, circle, conveners=count_conveners(circle.id)),
        has_offered=has_offered(circle, person),
        naming=naming_of(circle, NAME_CONVENER) if is_in(person, circle) else None,
    )
    return page, status


def _settings_page(circle: Circle, form: CircleForm) -> str:
    return render_template("accounts/circles/settings.html", circle=circle, form=form)
