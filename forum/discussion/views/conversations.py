"""Conversations: one's own lists of them, and beginning one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.queries import get_member
from forum.accounts.values import Person
from forum.discussion.forms import ConversationForm, place_in
from forum.discussion.models import Thread
from forum.discussion.naming import split_handles
from forum.discussion.operations.audiences import put_away, take_back
from forum.discussion.operations.conversations import Recipients, start_conversation
from forum.discussion.operations.drafts import let_go_of_draft
from forum.discussion.queries.audiences import list_groups_to_write_to
from forum.discussion.queries.conversations import get_conversation, page_of_conversations
from forum.discussion.queries.drafts import find_draft, get_draft
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.recipients import named_groups, named_recipients
from forum.discussion.rules import may_start_conversation
from forum.discussion.values import Folder
from forum.discussion.values.drafts import DraftKind, DraftPlace
from forum.discussion.views.attaching import attached_in, take_files
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.drafts import KEPT, text_in_request
from forum.discussion.writing import Writing, check_title, write
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.limits import limiter
from forum.kernel.links import link_to
from forum.kernel.paging import page_address, page_number
from forum.kernel.requests import takes_files
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("conversations", __name__)

FOLDERS = {
    Folder.INBOX: ("/messages", "Inbox"),
    Folder.UNREAD: ("/messages/unread", "Unread"),
    Folder.SENT: ("/messages/sent", "Begun by you"),
    Folder.ARCHIVE: ("/messages/archive", "Archive"),
}
EMPTY = {
    Folder.INBOX: "No conversations yet. Write to somebody from their page, or from here.",
    Folder.UNREAD: "Nothing unread.",
    Folder.SENT: "You have not begun a conversation yet.",
    Folder.ARCHIVE: "Your archive is empty. A conversation in it comes back when it goes on.",
}
PER_DAY = "20 per 1 day"
TOO_MANY = "You have begun many conversations today. Please wait until tomorrow with the next one."


@dataclass(slots=True)
class Begun:
    """What has passed its checks so far."""

    title: str = ""
    writing: Writing | None = None
    thread: Thread | None = None


@bp.get("/messages")
def inbox() -> str:
    """Show one's conversations, the one that went on last first."""
    return _show(Folder.INBOX)


@bp.get("/messages/unread")
def unread() -> str:
    """Show the conversations in which something is new."""
    return _show(Folder.UNREAD)


@bp.get("/messages/sent")
def sent() -> str:
    """Show the conversations that one has begun."""
    return _show(Folder.SENT)


@bp.get("/messages/archive")
def archive() -> str:
    """Show the conversations that one has put away."""
    return _show(Folder.ARCHIVE)


@bp.get("/u/<handle>/messages")
@bp.get("/u/<handle>/messages/<folder>")
def by_member(handle: str, folder: str = "inbox") -> Response:
    """Lead members from Discourse's addresses to their own lists; nobody else's exist."""
    person = current_person()
    if get_member(handle, by=person).id != person.id or folder not in set(Folder):
        raise NotFound
    return see_other(FOLDERS[Folder(folder)][0])


@bp.get("/new-message")
def new_message() -> Response:
    """Lead from Discourse's address to the form."""
    handle = request.args.get("username", "")[:60]
    query = urlencode({"to": handle}, errors="replace")
    return see_other(f"/messages/new?{query}" if handle else "/messages/new")


@bp.get("/messages/new")
def new_form() -> str:
    """Show an empty conversation."""
    person = current_person()
    require(may_start_conversation(person))
    form, named = ConversationForm(formdata=None), split_handles(request.args.get("to", "")[:200])
    form.to.data = ", ".join(f"@{name}" for name in named)
    number = whole_number(request.args.get("draft"))
    place = _place(named, person)
    draft = find_draft(place, by=person) if number is None else get_draft(number, by=person)
    form.take_up(place, draft)
    return _page(form, person)


@bp.post("/messages/new")
@takes_files
def new() -> str | Response | tuple[str, int]:
    """Begin a conversation, or look at it first."""
    form, begun, person = ConversationForm(), Begun(), current_person()
    if take_files(form, person):
        return _page(form, person), 422 if form.errors else 200
    if form.wants_check:
        check_now(form, person)
        return _page(form, person)
    # Rendering takes a while: it is done before the first look at the database.
    with refusals_shown_in(form):
        begun.title = check_title(form.title.data)
    with refusals_shown_in(form):
        begun.writing = write(form.body.data)
    if form.wants_preview and begun.writing:
        return _page(form, person, preview_of(begun.writing, person))
    if begun.writing and not form.errors and is_held_back(form, person, None):
        return _page(form, person)
    with refusals_shown_in(form):
        recipients = recipients_in(form.to.data, form.groups.data, person)
        if begun.writing and not form.errors and _may_begin_another(form, person):
            begun.thread = start_conversation(
                recipients,
                begun.title,
                begun.writing,
                by=person,
                submission_key=form.submission_key,
            )
    if begun.thread is None:
        undo()
        return _page(form, person), 429 if TOO_MANY in form.form_errors else 422
    place = place_in(form.draft.data or "")
    sent = text_in_request()
    if place and not let_go_of_draft(place, sent, seen=form.seen_sequence, by=person):
        flash(KEPT)
    return see_other(link_to(begun.thread))


@bp.post("/messages/<int:conversation_id>/archive")
def to_archive(conversation_id: int) -> Response:
    """Put a conversation away until it goes on."""
    person = current_person()
    put_away(get_conversation(conversation_id, by=person), by=person)
    flash("The conversation is in your archive. It comes back when somebody writes in it.")
    return see_other("/messages")


@bp.post("/messages/<int:conversation_id>/unarchive")
def from_archive(conversation_id: int) -> Response:
    """Take a conversation out of the archive."""
    person = current_person()
    thread = get_conversation(conversation_id, by=person)
    take_back(thread, by=person)
    flash("The conversation is in your inbox again.")
    return see_other(link_to(thread))


def _place(handles: list[str], person: Person) -> DraftPlace:
    """Return where the draft stands: with each member by themselves, so that none gets another's."""
    try:
        named = named_recipients(handles, by=person)
    except Invalid:
        named = []
    return DraftPlace(DraftKind.CONVERSATION, named[0].member.id if len(named) == 1 else 0)


def recipients_in(to: str, group_ids: list[int] | None, person: Person) -> Recipients:
    """Look up who was named in a form. Raises Invalid for who cannot be found."""
    return Recipients(
        named_recipients(split_handles(to), by=person), named_groups(group_ids or [], by=person)
    )


def _may_begin_another(form: ConversationForm, person: Person) -> bool:
    if limiter().hit(PER_DAY, "conversations", str(person.id)):
        return True
    form.form_errors.append(TOO_MANY)
    return False


def _show(folder: Folder) -> str:
    person = current_person()
    found = page_of_conversations(person, folder, page=page_number(request.args.get("page")))
    return render_template(
        "discussion/conversations.html",
        folder=folder,
        folders=FOLDERS,
        empty=EMPTY[folder] if found.paging.number == 1 else "The list ends before this page.",
        conversations=found,
        address=page_address(),
    )


def conversation_with(form: ConversationForm, person: Person) -> str:
    """Show the form of a conversation with what was typed elsewhere."""
    require(may_start_conversation(person))
    form.draft.data, form.sequence.data = str(DraftPlace(DraftKind.CONVERSATION)), "0"
    return _page(form, person)


def _page(form: ConversationForm, person: Person, preview: Preview | None = None) -> str:
    groups = list_groups_to_write_to(person)
    form.offer_groups(groups)
    form.attached = attached_in(form.body.data, person)
    return render_template(
        "discussion/new_conversation.html", form=form, groups=groups, preview=preview
    )
