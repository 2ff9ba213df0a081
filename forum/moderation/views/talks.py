"""Talking first: the page on which a conversation with the author of a flagged post begins."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.writing import check_title, write
from forum.kernel.application import this_settings
from forum.kernel.db import undo
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.links import link_to
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import TalkForm
from forum.moderation.operations.talks import talk_with_author
from forum.moderation.queries.items import get_item
from forum.moderation.queries.queue import Entry, get_entry
from forum.moderation.values import FLAGS, ItemCard

bp = Blueprint("talks", __name__)

TITLE = "About a post of yours"
BEGUN = "The conversation has begun. The flags wait until somebody decides."


@bp.get("/review/<int:item_id>/talk")
def talk_form(item_id: int) -> str:
    """Show the first words of a conversation with the author."""
    entry = _entry(item_id)
    form = TalkForm(formdata=None)
    form.title.data, form.body.data = TITLE, _first_words(entry.thing)
    return _page(entry, form)


@bp.post("/review/<int:item_id>/talk")
def talk(item_id: int) -> Response | tuple[str, int]:
    """Begin the conversation."""
    form, writing, thread = TalkForm(), None, None
    with refusals_shown_in(form):
        check_title(form.title.data)
    # Rendering takes a while: it is done before the first look at the database.
    with refusals_shown_in(form):
        writing = write(form.body.data)
    entry, person = _entry(item_id), current_person()
    if writing and not form.errors and form.validate():
        with refusals_shown_in(form):
            try:
                thread = talk_with_author(
                    get_item(entry.line.subject_id, by=person),
                    form.title.data,
                    writing,
                    by=person,
                    submission_key=form.once.data,
                )
            except Conflict as conflict:
                form.form_errors.append(str(conflict))
    if thread is None:
        undo()
        return _page(_entry(item_id), form), 422
    flash(BEGUN)
    return see_other(link_to(thread))


def _entry(item_id: int) -> Entry:
    entry = get_entry(item_id, by=current_person())
    if entry.kind.name != FLAGS:
        raise NotFound
    require(entry.may_decide)
    require(entry.thing.may_talk)
    return entry


def _first_words(card: ItemCard) -> str:
    """Begin with the address of the post, where the facilitator reads it there."""
    if not card.post_address:
        return ""
    return f"{this_settings().address}{card.post_address}\n\n"


def _page(entry: Entry, form: TalkForm) -> str:
    return render_template(
        "moderation/talk.html", entry=entry, author=entry.thing.author, form=form
    )
