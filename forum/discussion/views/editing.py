"""Changing a post: one's own, or a shared one; and saying who may."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.forms import EditForm, WithdrawForm
from forum.discussion.forms.labels import own_reuse
from forum.discussion.models import Post
from forum.discussion.operations.drafts import let_go_of_draft
from forum.discussion.operations.labels import keep_reuse
from forum.discussion.operations.posts import revise_post
from forum.discussion.operations.sharing import share_post, unshare_post
from forum.discussion.operations.watching import WarnedError, check_wording
from forum.discussion.queries.drafts import find_draft
from forum.discussion.queries.previews import Preview, preview_of
from forum.discussion.queries.threads import get_post
from forum.discussion.queries.versions import Meeting, meeting_of
from forum.discussion.rules import may_choose_reuse, may_edit_post, may_revise_now, may_share_post
from forum.discussion.values.drafts import DraftKind, DraftPlace
from forum.discussion.views.attaching import attached_in, take_files
from forum.discussion.views.checking import check_now, is_held_back
from forum.discussion.views.drafts import KEPT, text_in_request
from forum.discussion.views.warning import remember_warning, seen_warnings
from forum.discussion.writing import Writing, write
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.requests import takes_files
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, see_other

bp = Blueprint("editing", __name__)


@bp.get("/p/<int:post_id>/edit")
def edit_form(post_id: int) -> str:
    """Show a post to change, with what was changed before and not saved."""
    person = current_person()
    post = get_post(post_id, by=person)
    require(may_edit_post(person, post.thread, post))
    require(may_revise_now(person, post.thread))
    form = EditForm(body=post.raw, revision=post.revision, reuse=str(post.reuse or ""))
    place = _place(post)
    draft = find_draft(place, by=person)
    form.open_at(place, draft)
    if draft is not None:
        # The draft goes on from the text that it began with: what came since is merged when saving.
        form.revision.data = whole_number(draft.text.fields.get("revision")) or post.revision
    return _page(post, form)


@bp.post("/p/<int:post_id>/edit")
@takes_files
def edit(post_id: int) -> str | Response | tuple[str, int]:
    """Put another text in place, or look at it first; 409 when it meets one saved meanwhile."""
    form, person = EditForm(), current_person()
    if take_files(form, person):
        post = get_post(post_id, by=person)
        require(may_edit_post(person, post.thread, post))
        return _page(post, form), 422 if form.errors else 200
    if form.wants_check:
        check_now(form, person)
        post = get_post(post_id, by=person)
        require(may_edit_post(person, post.thread, post))
        return _page(post, form)
    try:
        writing = write(form.body.data)
        post = get_post(post_id, by=person)
        if form.wants_preview:
            require(may_edit_post(person, post.thread, post))
            return _page(post, form, preview_of(writing, person, post.thread))
        is_allowed = may_edit_post(person, post.thread, post)
        before, category_id = post.raw, post.thread.category_id
        if is_allowed and is_held_back(form, person, category_id, before=before):
            return _page(get_post(post_id, by=person), form)
        _save(post, writing, form)
    except Invalid as refusal:
        undo()
        if isinstance(refusal, WarnedError):
            remember_warning(form, refusal)
        add_refusal(form, refusal)
        return _page(get_post(post_id, by=person), form), 422
    except Conflict:
        undo()
        return _meet(get_post(post_id, by=person), form), 409
    if not let_go_of_draft(_place(post), text_in_request(), seen=form.seen_sequence, by=person):
        flash(KEPT)
    return see_other(place_of(post))


def _save(post: Post, writing: Writing, form: EditForm) -> None:
    """Put the text in place, with other words for those that the community watches."""
    person, thread = current_person(), post.thread
    require(may_edit_post(person, thread, post))
    if thread.category_id is not None:
        writing = check_wording(writing, before=post.raw, seen=seen_warnings()).writing
    if "reuse" in request.form and may_choose_reuse(person, thread, post):
        keep_reuse(thread, post, own_reuse(form.reuse.data), by=person)
    revise_post(thread, post, writing, by=person, seen_revision=form.revision.data)


@bp.get("/p/<int:post_id>/share")
def share_form(post_id: int) -> str:
    """Ask whether everyone who may reply shall be able to change the post."""
    post = get_post(post_id, by=current_person())
    require(may_share_post(current_person(), post.thread, post))
    return render_template("discussion/share.html", post=post, form=WithdrawForm())


@bp.post("/p/<int:post_id>/share")
def share(post_id: int) -> Response | tuple[str, int]:
    """Let everyone who may reply change the post, or its author alone again."""
    form, person = WithdrawForm(), current_person()
    post = get_post(post_id, by=person)
    act = unshare_post if post.is_shared else share_post
    try:
        act(post.thread, post, by=person, because=form.because.data)
    except Invalid as refusal:
        undo()
        add_refusal(form, refusal)
        post = get_post(post_id, by=person)
        return render_template("discussion/share.html", post=post, form=form), 422
    who = "Everyone who may reply here" if post.is_shared else "Only its author"
    flash(f"{who} can change the post now.")
    return see_other(place_of(post))


def _meet(post: Post, form: EditForm) -> str:
    """Show both texts, and offer what they are together."""
    meeting = meeting_of(post, form.body.data, form.revision.data)
    form.body.data = meeting.offered
    # Saving again means: I have seen the other text.
    form.revision.raw_data = [str(post.revision)]
    form.revision.data = post.revision
    return _page(post, form, meeting=meeting)


def _place(post: Post) -> DraftPlace:
    return DraftPlace(DraftKind.EDIT, post.id)


def _page(
    post: Post,
    form: EditForm,
    preview: Preview | None = None,
    *,
    meeting: Meeting | None = None,
) -> str:
    form.draft.data = str(_place(post))
    form.attached = attached_in(form.body.data, current_person())
    return render_template(
        "discussion/edit_post.html",
        post=post,
        form=form,
        preview=preview,
        meeting=meeting,
    )
