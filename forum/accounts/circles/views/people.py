"""Who is in a circle, as its conveners look after it."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.attempts import may_send_invitation, too_many_invitations
from forum.accounts.circles.forms import BarForm, EndForm, InviteForm, LetterForm
from forum.accounts.circles.operations import letters
from forum.accounts.circles.operations import members as acts
from forum.accounts.circles.queries import bars_of, invitations_of, requests_of, who_is_in
from forum.accounts.circles.queries.letters import letters_of
from forum.accounts.circles.rules import may_bring_in
from forum.accounts.circles.values import Circle
from forum.accounts.circles.views.circles import convened_circle
from forum.accounts.current import current_person
from forum.accounts.models import Member
from forum.accounts.queries import get_member
from forum.accounts.rules import may_invite
from forum.accounts.values import Person, Role
from forum.kernel.days import end_of_day
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.web import error_page, refusals_shown_in, see_other

bp = Blueprint("circle_people", __name__, url_prefix="/g/<slug>/people")

LONGEST_DAYS = 3650
SENT = "A letter with the invitation is on its way."
ASKED = "Those who may invite into the community are asked. The invitation goes out when one of them sends it."


@bp.get("")
def show_people(slug: str) -> ResponseReturnValue:
    """Show conveners who is in, who asks, who is invited and who is barred."""
    return _people_page(convened_circle(slug))


@bp.post("/invite")
def invite(slug: str) -> ResponseReturnValue:
    """Invite a member into the circle."""
    circle, form, person = convened_circle(slug), InviteForm(), current_person()
    if form.validate():
        with refusals_shown_in(form):
            until = _end_of(form.until.data, person)
            acts.invite_into_circle(circle, form.handle.data, until=until, by=person)
            flash("The invitation is on its way.")
    if form.errors:
        undo()
        return _people_page(circle, 422, inviting=form)
    return see_other(f"/g/{circle.slug}/people")


@bp.post("/letters")
def write(slug: str) -> ResponseReturnValue:
    """Invite somebody by an e-mail address, as a member or as a guest of the circle."""
    circle, form, person = convened_circle(slug), LetterForm(), current_person()
    if not may_send_invitation(person.member_id):
        form.form_errors.append(too_many_invitations(person.member_id))
        return _people_page(circle, 429, writing=form)
    if form.validate():
        with refusals_shown_in(form):
            is_sent = letters.write_to(
                circle,
                email=form.email.data,
                note=form.note.data,
                until=_end_of(form.until.data, person),
                role=Role(form.role.data),
                by=person,
            )
            flash(SENT if is_sent else ASKED)
    if form.errors:
        undo()
        return _people_page(convened_circle(slug), 422, writing=form)
    return see_other(f"/g/{circle.slug}/people")


@bp.post("/letters/<int:letter_id>/again")
def write_again(slug: str, letter_id: int) -> ResponseReturnValue:
    """Send the letter once more."""
    circle, person = convened_circle(slug), current_person()
    if not may_send_invitation(person.member_id):
        return error_page(429, "Please wait", too_many_invitations(person.member_id))
    letters.send_again(circle, letter_id, by=person)
    flash(SENT)
    return see_other(f"/g/{circle.slug}/people")


@bp.post("/letters/<int:letter_id>/withdraw")
def withdraw(slug: str, letter_id: int) -> ResponseReturnValue:
    """Want somebody in the circle no longer."""
    circle = convened_circle(slug)
    letters.withdraw_letter(circle, letter_id, by=current_person())
    flash("The invitation is withdrawn.")
    return see_other(f"/g/{circle.slug}/people")


@bp.post("/bar")
def bar(slug: str) -> ResponseReturnValue:
    """Keep a member out of the circle."""
    circle, form, person = convened_circle(slug), BarForm(), current_person()
    if form.validate():
        with refusals_shown_in(form):
            acts.bar(circle, form.handle.data, because=form.because.data, by=person)
    if form.errors:
        undo()
        return _people_page(circle, 422, barring=form)
    return see_other(f"/g/{circle.slug}/people")


@bp.get("/<handle>/end")
def show_end(slug: str, handle: str) -> str:
    """Ask a convener when a membership shall end."""
    circle = convened_circle(slug)
    member = _member_in(circle, handle)
    return _end_page(circle, member, EndForm(formdata=None))


@bp.post("/<handle>/end")
def set_end(slug: str, handle: str) -> ResponseReturnValue:
    """Let a membership end on a day, or not at all."""
    circle, form, person = convened_circle(slug), EndForm(), current_person()
    member = _member_in(circle, handle)
    if form.validate():
        with refusals_shown_in(form):
            acts.set_end(circle, member, _end_of(form.until.data, person), by=person)
            return see_other(f"/g/{circle.slug}/people")
    undo()
    return _end_page(circle, member, form), 422


ACTS: dict[str, Callable[..., object]] = {
    "admit": acts.admit,
    "decline": acts.decline,
    "take-back": acts.take_invitation_back,
    "remove": acts.remove_from_circle,
    "name-convener": acts.name_convener,
    "end-convening": acts.end_convening,
    "lift-bar": acts.lift_bar,
}


@bp.post("/<handle>/<act>")
def do(slug: str, handle: str, act: str) -> ResponseReturnValue:
    """Do what a convener does about one member."""
    circle, person = convened_circle(slug), current_person()
    if act not in ACTS:
        raise NotFound
    form = EndForm(formdata=None)
    with refusals_shown_in(form):
        ACTS[act](circle, get_member(handle, by=person), by=person)
    if form.errors:
        undo()
        for sentence in (error for errors in form.errors.values() for error in errors):
            flash(sentence, "problem")
    # Who has just ceased to convene finds nothing on that page any more.
    is_self = act == "end-convening" and handle == person.handle
    return see_other(f"/g/{circle.slug}" if is_self else f"/g/{circle.slug}/people")


def _member_in(circle: Circle, handle: str) -> Member:
    person = current_person()
    member = get_member(handle, by=person)
    if member.id not in {one.member_id for one in who_is_in(circle, by=person)}:
        raise NotFound
    return member


def _end_of(day: date | None, person: Person) -> datetime | None:
    if day is None:
        return None
    return end_of_day(day, person.preferences.timezone, most_days=LONGEST_DAYS)


def _end_page(circle: Circle, member: Member, form: EndForm) -> str:
    return render_template("accounts/circles/end.html", circle=circle, member=member, form=form)


def _people_page(
    circle: Circle,
    status: int = 200,
    *,
    inviting: InviteForm | None = None,
    barring: BarForm | None = None,
    writing: LetterForm | None = None,
) -> ResponseReturnValue:
    person = current_person()
    page = render_template(
        "accounts/circles/people.html",
        circle=circle,
        people=who_is_in(circle, by=person),
        asking=requests_of(circle, by=person),
        invited=invitations_of(circle, by=person),
        barred=bars_of(circle, by=person),
        inviting=inviting or InviteForm(formdata=None),
        barring=barring or BarForm(formdata=None),
        writing=writing or LetterForm(formdata=None),
        letters=letters_of(circle, by=person),
        may_bring_in=bool(may_bring_in(person, circle)),
        asks_first=not may_invite(person),
    )
    return page, status
