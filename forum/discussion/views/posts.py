"""What can be done with one post: find it, edit it, see its versions, withdraw and restore it."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.forms import EditForm, LanguageForm, WithdrawForm
from forum.discussion.models import Post
from forum.discussion.operations.posts import (
    correct_language,
    restore_post,
    revise_post,
    withdraw_post,
)
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import get_post, get_readable_post
from forum.discussion.queries.versions import list_changes
from forum.discussion.rules import may_correct_language, may_edit_post, may_withdraw_post
from forum.discussion.views.attaching import attached_in, take_files
from forum.discussion.writing import write
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.requests import takes_files
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, see_other

bp = Blueprint("posts", __name__)


@bp.get("/p/<int:post_id>")
def post(post_id: int) -> Response:
    """Lead to a post, wherever it stands now."""
    return see_other(place_of(get_post(post_id, by=current_person())))


@bp.get("/p/<int:post_id>/edit")
def edit_form(post_id: int) -> str:
    """Show one's post to change."""
    found = get_post(post_id, by=current_person())
    require(may_edit_post(current_person(), found.thread, found))
    form = EditForm(body=found.raw, version=found.version)
    form.attached = attached_in(found.raw, current_person())
    return render_template(
        "discussion/edit_post.html", post=found, form=form, preview="", theirs=None
    )


@bp.post("/p/<int:post_id>/edit")
@takes_files
def edit(post_id: int) -> str | Response | tuple[str, int]:
    """Put another text in place of one's post, or look at it first."""
    form, person = EditForm(), current_person()
    if take_files(form, person):
        found = get_post(post_id, by=person)
        require(may_edit_post(person, found.thread, found))
        return _edit_page(found, form), 422 if form.errors else 200
    try:
        writing = write(form.body.data)
        found = get_post(post_id, by=person)
        if form.wants_preview:
            require(may_edit_post(person, found.thread, found))
            return _edit_page(found, form, fill_texts([writing.rendered.html], person)[0])
        revise_post(found.thread, found, writing, by=person, seen_version=form.version.data)
    except Invalid as refusal:
        undo()
        add_refusal(form, refusal)
        return _edit_page(get_post(post_id, by=person), form), 422
    except Conflict:
        undo()
        found = get_post(post_id, by=person)
        page = _edit_page(found, form, theirs=found.raw)
        return page, 409
    return see_other(place_of(found))


def _edit_page(post: Post, form: EditForm, preview: str = "", *, theirs: str | None = None) -> str:
    if theirs is not None:
        # Saving again means: I have seen the other text.
        form.version.raw_data = [str(post.version)]
        form.version.data = post.version
    return render_template(
        "discussion/edit_post.html", post=post, form=form, preview=preview, theirs=theirs
    )


@bp.get("/p/<int:post_id>/history")
def history(post_id: int) -> str:
    """Show every version of a post, and what changed from one to the next."""
    found = get_readable_post(post_id, by=current_person())
    return render_template(
        "discussion/history.html", post=found, thread=found.thread, changes=list_changes(found)
    )


@bp.get("/p/<int:post_id>/text")
def text(post_id: int) -> str:
    """Show the words of a withdrawn post to those who can bring it back."""
    person = current_person()
    found = get_readable_post(post_id, by=person)
    html = fill_texts([found.html], person, found.thread)[0]
    return render_template("discussion/withdrawn.html", post=found, html=html)


@bp.get("/p/<int:post_id>/withdraw")
def withdraw_form(post_id: int) -> str:
    """Ask whether the post shall really be withdrawn."""
    found = get_post(post_id, by=current_person())
    require(may_withdraw_post(current_person(), found.thread, found))
    return render_template("discussion/withdraw.html", post=found, form=WithdrawForm())


@bp.post("/p/<int:post_id>/withdraw")
def withdraw(post_id: int) -> Response | tuple[str, int]:
    """Withdraw a post."""
    person, form = current_person(), WithdrawForm()
    found = get_post(post_id, by=person)
    if not found.is_withdrawn:
        try:
            withdraw_post(found.thread, found, by=person, because=form.because.data)
        except Invalid as refusal:
            add_refusal(form, refusal)
            return render_template("discussion/withdraw.html", post=found, form=form), 422
    flash("The post is withdrawn. You can restore it.")
    return see_other(place_of(found))


@bp.post("/p/<int:post_id>/restore")
def restore(post_id: int) -> Response:
    """Bring one's withdrawn post back."""
    person = current_person()
    found = get_post(post_id, by=person)
    if found.is_withdrawn:
        restore_post(found.thread, found, by=person, because=request.form.get("because", ""))
    return see_other(place_of(found))


@bp.get("/p/<int:post_id>/language")
def language_form(post_id: int) -> str:
    """Ask which language a post is written in."""
    found = get_readable_post(post_id, by=current_person())
    require(may_correct_language(current_person(), found.thread, found))
    form = LanguageForm(language=found.language)
    return render_template("discussion/language.html", post=found, form=form)


@bp.post("/p/<int:post_id>/language")
def language(post_id: int) -> Response | tuple[str, int]:
    """Correct the language of a post."""
    form, person = LanguageForm(), current_person()
    found = get_readable_post(post_id, by=person)
    require(may_correct_language(person, found.thread, found))
    if not form.validate():
        return render_template("discussion/language.html", post=found, form=form), 422
    correct_language(found.thread, found, form.language.data, by=person)
    return see_other(place_of(found))
