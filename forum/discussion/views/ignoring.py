"""Whom one ignores, and who may begin a conversation with one."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.operations.profiles import choose_who_may_write
from forum.accounts.queries import get_member, get_own_member
from forum.accounts.values import MessagesFrom
from forum.discussion.operations.ignoring import ignore_member, stop_ignoring
from forum.kernel.errors import Invalid
from forum.kernel.web import local_address, see_other

bp = Blueprint("ignoring", __name__)


@bp.get("/u/<handle>/ignore")
def ask(handle: str) -> str | Response:
    """Say what ignoring a member means, and ask for it; there is nothing to ask where it is done."""
    person = current_person()
    member = get_member(handle, by=person)
    if member.id == person.id or member.id in person.ignored:
        return see_other(f"/u/{member.handle}")
    return render_template("discussion/ignore.html", member=member)


@bp.post("/u/<handle>/ignore")
def ignore(handle: str) -> Response:
    """Ignore a member."""
    person = current_person()
    member = get_member(handle, by=person)
    is_new = ignore_member(member, by=person)
    flash(f"You ignore {member.name} now." if is_new else f"You ignore {member.name} already.")
    return see_other(f"/u/{member.handle}")


@bp.post("/u/<handle>/ignore/end")
def end(handle: str) -> Response:
    """Hear from a member again."""
    person = current_person()
    member = get_member(handle, by=person)
    stop_ignoring(member, by=person)
    flash(f"You hear from {member.name} again.")
    return see_other(local_address(request.form.get("next"), f"/u/{member.handle}"))


@bp.post("/preferences/conversations")
def save() -> Response:
    """Keep who may begin a conversation with the member."""
    person = current_person()
    choice = request.form.get("messages_from", "")
    if choice not in set(MessagesFrom):
        raise Invalid("messages_from", "Please choose who may write to you.")
    choose_who_may_write(get_own_member(person), MessagesFrom(choice), by=person)
    flash("Your preferences are saved.")
    return see_other("/preferences#conversations")
