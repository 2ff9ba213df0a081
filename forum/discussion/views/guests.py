"""Guests of a thread: who they are, inviting one, letting a visit end sooner or later."""

from datetime import date, datetime

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.attempts import may_send_invitation, too_many_invitations
from forum.accounts.current import current_person
from forum.accounts.queries import get_member
from forum.accounts.values import Person
from forum.discussion.forms.guests import GuestForm, VisitForm
from forum.discussion.models import Thread
from forum.discussion.operations import guests as acts
from forum.discussion.queries.cases import current_declaration
from forum.discussion.queries.guests import find_visit, guests_of, waiting_guests
from forum.discussion.queries.readers import is_for_cases, label_of
from forum.discussion.queries.threads import get_thread
from forum.discussion.rules import may_change_visit, may_invite_guest
from forum.discussion.values.labels import Readers
from forum.kernel.days import end_of_day
from forum.kernel.db import undo
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("thread_guests", __name__, url_prefix="/t/<int:thread_id>/guests")

LONGEST_DAYS = 3650


@bp.get("")
def show(thread_id: int) -> str:
    """Show who is a guest in the thread, who is invited, and the form that invites."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    require(may_invite_guest(person, thread))
    return _page(thread, GuestForm(formdata=None), person)


@bp.post("")
def invite(thread_id: int) -> Response | tuple[str, int]:
    """Invite somebody from outside into the thread."""
    form, person = GuestForm(), current_person()
    thread = get_thread(thread_id, by=person)
    require(may_invite_guest(person, thread))
    if not may_send_invitation(person.member_id):
        form.form_errors.append(too_many_invitations(person.member_id))
        return _page(thread, form, person), 429
    if form.validate():
        with refusals_shown_in(form):
            acts.invite_guest(
                thread,
                email=form.email.data,
                note=form.note.data,
                until=_end_of(form.until.data, person),
                by=person,
                is_covered=bool(form.covers.data),
            )
    if form.errors:
        undo()
        return _page(get_thread(thread_id, by=person), form, person), 422
    flash(f"A letter with the invitation is on its way to {form.email.data.strip()}.")
    return _back(thread)


@bp.post("/invitations/<int:invitation_id>/withdraw")
def withdraw(thread_id: int, invitation_id: int) -> Response:
    """Invite somebody no longer."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    acts.withdraw_guest_invitation(thread, invitation_id, by=person)
    flash("The invitation is withdrawn.")
    return _back(thread)


@bp.get("/<handle>")
def show_visit(thread_id: int, handle: str) -> str:
    """Show until when a guest may come, and the form that changes it."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    form = VisitForm(formdata=None)
    return _visit_page(thread, handle, form, person)


@bp.post("/<handle>")
def prolong(thread_id: int, handle: str) -> Response | tuple[str, int]:
    """Let a visit end at another day."""
    form, person = VisitForm(), current_person()
    thread = get_thread(thread_id, by=person)
    member = get_member(handle, by=person)
    if form.validate():
        with refusals_shown_in(form):
            until = _end_of(form.until.data, person)
            acts.prolong_visit(thread, member.id, until, by=person)
    if form.errors:
        undo()
        return _visit_page(get_thread(thread_id, by=person), handle, form, person), 422
    flash(f"The visit of {member.name} ends at another day now.")
    return _onward(thread, person)


@bp.post("/<handle>/end")
def end(thread_id: int, handle: str) -> Response:
    """End a visit now."""
    person = current_person()
    thread = get_thread(thread_id, by=person)
    member = get_member(handle, by=person)
    acts.end_visit(thread, member.id, by=person)
    flash(f"The visit of {member.name} has ended.")
    return _onward(thread, person)


def _onward(thread: Thread, person: Person) -> Response:
    """Lead on to where the person can go: who invited somebody may not invite any more."""
    return _back(thread) if may_invite_guest(person, thread) else see_other(f"/t/{thread.id}")


def _back(thread: Thread) -> Response:
    return see_other(f"/t/{thread.id}/guests")


def _end_of(day: date | None, person: Person) -> datetime | None:
    if day is None:
        return None
    return end_of_day(day, person.preferences.timezone, most_days=LONGEST_DAYS)


def _page(thread: Thread, form: GuestForm, person: Person) -> str:
    is_case = is_for_cases(thread.category_id)
    if not is_case:
        del form.covers
    return render_template(
        "discussion/guests.html",
        thread=thread,
        form=form,
        guests=guests_of(thread, by=person),
        waiting=waiting_guests(thread, by=person),
        is_open=label_of(thread).readers is Readers.MEMBERS,
        is_case=is_case,
        declared=current_declaration(thread, by=person) if is_case else None,
    )


def _visit_page(thread: Thread, handle: str, form: VisitForm, person: Person) -> str:
    member = get_member(handle, by=person)
    row = find_visit(thread, member.id)
    require(may_change_visit(person, thread, invited_by_id=row.added_by_id))
    return render_template(
        "discussion/guest.html", thread=thread, member=member, until=row.until, form=form
    )
