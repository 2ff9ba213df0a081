"""What can be done with one post: find it, see its versions, withdraw and restore it."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.forms import LanguageForm, WithdrawForm
from forum.discussion.operations.posts import (
    correct_language,
    restore_post,
    withdraw_post,
)
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import get_post, get_readable_post
from forum.discussion.queries.versions import list_changes
from forum.discussion.rules import may_correct_language, may_withdraw_post
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import require
from forum.kernel.web import add_refusal, see_other

bp = Blueprint("posts", __name__)


@bp.get("/p/<int:post_id>")
def post(post_id: int) -> Response:
    """Lead to a post, wherever it stands now."""
    return see_other(place_of(get_post(post_id, by=current_person())))


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
