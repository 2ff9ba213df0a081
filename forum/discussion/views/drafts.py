"""What one is writing and has not sent: kept by the form's own button, listed, opened, discarded."""

from flask import Blueprint, Response, flash, jsonify, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.addresses import thread_address
from forum.discussion.forms import place_in, sequence_in
from forum.discussion.operations.drafts import check_draft, discard_draft, save_draft
from forum.discussion.queries.drafts import find_draft, get_draft, list_drafts
from forum.discussion.queries.threads import get_post, get_readable_post, get_thread
from forum.discussion.rules import (
    may_continue_post,
    may_edit_post,
    may_reply,
    may_start_conversation,
)
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace, DraftText
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid, NotFound, Refusal
from forum.kernel.requests import takes_files
from forum.kernel.verdicts import require
from forum.kernel.web import local_address, see_other

bp = Blueprint("drafts", __name__)

KEPT = "Something else that you wrote here is kept among your drafts."


@bp.get("/drafts")
def drafts() -> str:
    """Show what the reader has not sent yet, with the place where each belongs."""
    return render_template("discussion/drafts.html", drafts=list_drafts(by=current_person()))


@bp.get("/drafts/<int:draft_id>")
def draft(draft_id: int) -> str | AnyResponse:
    """Lead to the form that holds a draft; where that is closed by now, show the words alone."""
    person = current_person()
    card = get_draft(draft_id, by=person)
    try:
        return see_other(address_of_form(card, person))
    except Refusal as refusal:
        return render_template("discussion/draft.html", draft=card, because=refusal.sentence)


@bp.post("/drafts")
@takes_files
def save() -> Response | AnyResponse | tuple[str, int] | tuple[Response, int]:
    """Keep what a form holds; 409 with both texts when the draft has gone on elsewhere."""
    person, place, text = current_person(), place_in_request(), text_in_request()
    seen = sequence_in(request.form.get("sequence", ""))
    try:
        kept = save_draft(place, text, seen=seen, by=person, submission_key=key_in_request())
    except Conflict as conflict:
        undo()
        return _show_both(place, check_draft(text), find_draft(place, by=person), conflict)
    except Invalid as refusal:
        undo()
        return _refuse(text, refusal)
    sequence = kept.sequence if kept else 0
    if wants_json():
        return jsonify(sequence=sequence, sentence="Draft saved" if kept else "")
    flash("The draft is saved. Go on here whenever you like." if kept else "Nothing to save.")
    return see_other(f"/drafts/{kept.id}" if kept else "/drafts")


@bp.post("/drafts/discard")
def discard() -> AnyResponse:
    """Throw a draft away, unless it has gone on since the page was shown."""
    place = place_in_request()
    seen = sequence_in(request.form.get("sequence", ""))
    try:
        if discard_draft(place, seen=seen, by=current_person()):
            flash("The draft is discarded.")
    except Conflict:
        undo()
        flash(
            "This draft was changed elsewhere meanwhile, so it was kept. Here it is as it is now."
        )
        return see_other("/drafts")
    return see_other(local_address(request.form.get("next"), "/drafts"))


def address_of_form(draft: DraftCard, person: Person) -> str:
    """Return where one goes on writing. Raises Refusal when that place is closed to the person."""
    place = draft.place
    match place.kind:
        case DraftKind.REPLY:
            thread = get_thread(place.thing_id, by=person)
            require(may_reply(person, thread))
            return f"{thread_address(thread)}/reply"
        case DraftKind.EDIT:
            post = get_post(place.thing_id, by=person)
            require(may_edit_post(person, post.thread, post))
            return f"/p/{post.id}/edit"
        case DraftKind.CONTINUE:
            post = get_readable_post(place.thing_id, by=person)
            require(may_continue_post(person, post.thread, post))
            return f"/new-topic?continue={post.id}"
        case DraftKind.CONVERSATION:
            require(may_start_conversation(person))
            return f"/messages/new?draft={draft.id}"
    return "/new-topic"


def place_in_request() -> DraftPlace:
    """Return the place that the form names. Raises NotFound for none."""
    place = place_in(request.form.get("draft", ""))
    if place is None:
        raise NotFound
    return place


def text_in_request() -> DraftText:
    """Return everything typed in the form; of several choices, one to a line."""
    fields = {name: "\n".join(values) for name, values in request.form.lists() if name != "body"}
    return DraftText(request.form.get("body", ""), fields)


def key_in_request() -> str | None:
    """Return the secret of the form, so that nothing is kept of what was sent from it."""
    return request.form.get("once", "")[:64] or None


def wants_json() -> bool:
    """Tell whether a script asks, rather than a form."""
    return request.accept_mimetypes.best == "application/json"


def _show_both(
    place: DraftPlace, mine: DraftText, theirs: DraftCard | None, conflict: Conflict
) -> tuple[str, int] | tuple[Response, int]:
    sequence = theirs.sequence if theirs else 0
    if wants_json():
        other = {"body": theirs.text.body, **theirs.text.fields} if theirs else None
        own = {"body": mine.body, **mine.fields}
        answer = jsonify(sentence=conflict.sentence, sequence=sequence, mine=own, theirs=other)
        return answer, 409
    page = render_template(
        "discussion/draft_conflict.html",
        place=place,
        mine=mine,
        theirs=theirs,
        sequence=sequence,
        once=key_in_request() or "",
    )
    return page, 409


def _refuse(text: DraftText, refusal: Invalid) -> tuple[str, int] | tuple[Response, int]:
    if wants_json():
        return jsonify(sentence=refusal.sentence), 422
    page = render_template("discussion/draft_refused.html", text=text, because=refusal.sentence)
    return page, 422
