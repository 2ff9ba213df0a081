"""Replying: full pages that work without scripts."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.forms import ReplyForm
from forum.discussion.forms.labels import own_reuse
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.drafts import let_go_of_draft
from forum.discussion.operations.handing_in import Sent, hand_in_reply
from forum.discussion.queries.drafts import find_draft
from forum.discussion.queries.moves import find_moved_into, was_moved
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.threads import find_post_by_number, get_post_by_number, get_thread
from forum.discussion.quoting import quotation
from forum.discussion.rules import may_reply, may_see_text
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace
from forum.discussion.views.attaching import attached_in, take_files
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.drafts import KEPT, text_in_request
from forum.discussion.views.held import go_to
from forum.discussion.views.leading import where_it_stands
from forum.discussion.views.warning import refusals_and_warnings_shown_in, seen_warnings
from forum.discussion.writing import Writing, write
from forum.kernel.db import undo
from forum.kernel.requests import takes_files
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in

bp = Blueprint("writing", __name__)


@bp.get("/t/<slug>/<int:thread_id>/reply")
def reply_form(slug: str, thread_id: int) -> str:  # noqa: ARG001 -- the slug is for people
    """Show an empty reply, one that quotes a post, or what was written here and not sent.

    A script that wants a quotation alone asks for it `plain`.
    """
    person = current_person()
    thread = get_thread(thread_id, by=person)
    require(may_reply(person, thread))
    form, place = ReplyForm(formdata=None), DraftPlace(DraftKind.REPLY, thread.id)
    draft = None if "plain" in request.args else find_draft(place, by=person)
    form.open_at(place, draft)
    form.reuse.data = draft.text.fields.get("reuse", "") if draft else ""
    answered = _find_answered(thread, whole_number(request.args.get("to")))
    quoted = _find_answered(thread, whole_number(request.args.get("quote")))
    if quoted and may_see_text(person, thread, quoted):
        form.body.data = "\n\n".join(filter(None, [form.body.data.strip(), quotation(quoted)]))
    answered = answered or quoted or _answered_in(draft, thread)
    return _reply_page(thread, form, answered)


@bp.post("/t/<int:thread_id>/reply")
@takes_files
def send_reply(thread_id: int) -> str | Response | tuple[str, int]:
    """Reply to a thread or to one of its posts, or look at the reply first."""
    person, form = current_person(), ReplyForm()
    writing: Writing | None = None
    post: Post | HeldPost | None = None
    if take_files(form, person):
        return _look_again(thread_id, form)
    if form.wants_check:
        check_now(form, person)
        return _look_again(thread_id, form)
    with refusals_shown_in(form):
        writing = write(form.body.data)
    thread = get_thread(where_it_stands(thread_id, person), by=person)
    answered = _find_answered(thread, whole_number(str(form.to.data or "")), thread_id)
    if form.wants_preview and writing:
        require(may_reply(person, thread))
        return _reply_page(thread, form, answered, preview_of(writing, person, thread))
    if writing and may_reply(person, thread) and is_held_back(form, person, thread.category_id):
        return _look_again(thread_id, form)
    if writing:
        with refusals_and_warnings_shown_in(form):
            post = hand_in_reply(
                thread,
                writing,
                by=person,
                to=answered,
                reuse=own_reuse(form.reuse.data),
                sent=Sent(form.submission_key, seen_warnings()),
            )
    if post is None:
        undo()
        thread = get_thread(where_it_stands(thread_id, person), by=person)
        answered = _find_answered(thread, whole_number(str(form.to.data or "")), thread_id)
        return _reply_page(thread, form, answered), 422
    place = DraftPlace(DraftKind.REPLY, thread.id)
    if not let_go_of_draft(place, text_in_request(), seen=form.seen_sequence, by=person):
        flash(KEPT)
    return go_to(post)


def _find_answered(thread: Thread, number: int | None, thread_id: int | None = None) -> Post | None:
    """Return the post with this number in the thread that the form was shown for. Raises NotFound.

    One that was moved meanwhile is answered no more, unless the reply goes to where it stands.
    """
    if number is None:
        return None
    if was_moved(thread_id or thread.id, number):
        return find_moved_into(thread, thread_id or thread.id, number)
    return get_post_by_number(thread, number)


def _answered_in(draft: DraftCard | None, thread: Thread) -> Post | None:
    """Return the post that a draft answers, as long as it stands in the thread."""
    number = whole_number(draft.text.fields.get("to")) if draft else None
    return None if number is None else find_post_by_number(thread, number)


def _look_again(thread_id: int, form: ReplyForm) -> tuple[str, int]:
    """Show the reply with its files and with what was found in it, before it is posted."""
    thread = get_thread(thread_id, by=current_person())
    require(may_reply(current_person(), thread))
    answered = _find_answered(thread, whole_number(str(form.to.data or "")))
    return _reply_page(thread, form, answered), 422 if form.errors else 200


def _reply_page(
    thread: Thread,
    form: ReplyForm,
    answered: Post | None,
    preview: Preview | None = None,
) -> str:
    form.draft.data = str(DraftPlace(DraftKind.REPLY, thread.id))
    form.attached = attached_in(form.body.data, current_person())
    return render_template(
        "discussion/reply.html",
        thread=thread,
        form=form,
        answered=answered,
        preview=preview,
    )
