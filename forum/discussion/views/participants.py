"""Who is in a conversation: see, bring somebody in, leave."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.queries import get_member_by_id
from forum.discussion.forms import PeopleForm
from forum.discussion.models import Thread
from forum.discussion.operations.audiences import add_group, add_person, leave_thread
from forum.discussion.queries.audiences import (
    list_groups_to_write_to,
    participants_of,
)
from forum.discussion.queries.conversations import get_conversation
from forum.discussion.rules import may_leave
from forum.discussion.views.conversations import recipients_in
from forum.kernel.db import undo
from forum.kernel.errors import Invalid
from forum.kernel.limits import limiter
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("participants", __name__, url_prefix="/messages/<int:conversation_id>")

PER_DAY = "100 per 1 day"
TOO_MANY = "You have brought many people into conversations today. Please wait until tomorrow."


@bp.get("/people")
def people(conversation_id: int) -> str:
    """Show who is in a conversation, and ask whom to bring in."""
    thread = get_conversation(conversation_id, by=current_person())
    return _page(thread, PeopleForm(formdata=None))


@bp.post("/people")
def add(conversation_id: int) -> Response | tuple[str, int]:
    """Bring people and groups into a conversation."""
    form, person = PeopleForm(), current_person()
    thread = get_conversation(conversation_id, by=person)
    with refusals_shown_in(form):
        _add(thread, form)
    if form.errors:
        undo()
        return _page(get_conversation(conversation_id, by=person), form), 422
    return see_other(link_to(thread))


@bp.get("/leave")
def leave_form(conversation_id: int) -> str:
    """Ask whether the member really wants to leave."""
    person = current_person()
    thread = get_conversation(conversation_id, by=person)
    require(may_leave(person, thread))
    found = participants_of(thread, by=person)
    is_last = not found.groups and all(card.id == person.id for card in found.people)
    return render_template("discussion/leave.html", thread=thread, is_last=is_last)


@bp.post("/leave")
def leave(conversation_id: int) -> Response:
    """Leave a conversation."""
    person = current_person()
    leave_thread(get_conversation(conversation_id, by=person), by=person)
    flash("You have left the conversation.")
    return see_other("/messages")


def _add(thread: Thread, form: PeopleForm) -> None:
    person = current_person()
    named = recipients_in(form.to.data, form.groups.data, person)
    if not named.count:
        raise Invalid("to", "Please say whom you want to bring in.")
    done = []
    for recipient in named.people:
        if not limiter().hit(PER_DAY, "conversation-people", str(person.id)):
            raise Invalid("to", TOO_MANY)
        member = get_member_by_id(recipient.member.id, by=person)
        done.append(add_person(thread, member, by=person))
    done += [add_group(thread, group, by=person) for group in named.groups]
    if any(done):
        flash("They are in: they can read the conversation from its beginning.")
    else:
        flash("They are in the conversation already.")


def _page(thread: Thread, form: PeopleForm) -> str:
    person = current_person()
    groups = list_groups_to_write_to(person)
    form.offer_groups(groups)
    return render_template(
        "discussion/people.html",
        thread=thread,
        form=form,
        groups=groups,
        participants=participants_of(thread, by=person),
    )
