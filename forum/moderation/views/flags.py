"""Flagging a post, and what became of one's flags."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.accounts.agreement.queries import current_rules
from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.models import Post
from forum.discussion.queries.threads import get_post
from forum.kernel.db import undo
from forum.kernel.links import link_to
from forum.kernel.paging import page_address, page_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import FlagForm
from forum.moderation.operations.flags import flag_post
from forum.moderation.queries.flags import has_open_flag, page_of_own_flags
from forum.moderation.rules import may_flag

bp = Blueprint("flags", __name__)

THANKS = "Thank you. Facilitators will look at the post; “My flags” tells what becomes of it."
ALREADY = "You have flagged this post already. Facilitators will look at it."


@bp.get("/p/<int:post_id>/flag")
def flag_form(post_id: int) -> str | Response:
    """Ask which rule a post goes against, and why."""
    person = current_person()
    post = _get_flaggable(post_id, person)
    if has_open_flag(post.id, person.member_id):
        flash(ALREADY, "info")
        return see_other("/my-flags")
    return _page(post, _form())


@bp.post("/p/<int:post_id>/flag")
def flag(post_id: int) -> Response | tuple[str, int]:
    """Flag a post."""
    form, person, is_new = _form(), current_person(), False
    post = _get_flaggable(post_id, person)
    if form.validate_on_submit():
        with refusals_shown_in(form):
            is_new = flag_post(post, form.rule.data, by=person, because=form.reason)
    if form.errors:
        undo()
        return _page(get_post(post_id, by=person), form), 422
    flash(THANKS if is_new else ALREADY, "done" if is_new else "info")
    return see_other(place_of(post))


@bp.get("/my-flags")
def my_flags() -> str:
    """Show a member what became of their flags."""
    flags = page_of_own_flags(current_person(), page=page_number(request.args.get("page")))
    return render_template("moderation/my_flags.html", flags=flags, address=page_address())


def _get_flaggable(post_id: int, person: Person) -> Post:
    post = get_post(post_id, by=person)
    require(may_flag(person, post.thread, post))
    return post


def _form() -> FlagForm:
    form = FlagForm()
    form.rule.choices = [SelectChoice(str(rule.id), rule.title) for rule in current_rules()]
    return form


def _page(post: Post, form: FlagForm) -> str:
    texts = {str(rule.id): rule.text for rule in current_rules()}
    return render_template(
        "moderation/flag.html", post=post, address=link_to(post), form=form, texts=texts
    )
