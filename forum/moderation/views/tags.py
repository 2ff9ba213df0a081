"""The page on which a tag is renamed, or merged with another one."""

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import tag_address
from forum.discussion.models import Tag
from forum.discussion.operations.tags import rename_tag
from forum.discussion.queries.threads import find_tag
from forum.discussion.writing import check_tags
from forum.kernel.db import undo
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other
from forum.moderation.forms import TagForm
from forum.moderation.rules import may_open_community_acts

bp = Blueprint("tag_acts", __name__)


@bp.get("/moderate/tags/<name>")
def tag(name: str) -> str:
    """Ask for the new name of a tag."""
    found = _get_tag(name)
    return _page(found, TagForm(formdata=None, name=found.name))


@bp.post("/moderate/tags/<name>")
def rename(name: str) -> Response | tuple[str, int]:
    """Rename a tag, or merge it with the one that has the name."""
    found, form = _get_tag(name), TagForm()
    before, after = found.name, found
    if form.validate():
        with refusals_shown_in(form):
            wanted = _wanted(form)
            if wanted != before:
                person = current_person()
                after = rename_tag(before, wanted, by=person, because=form.because.data)
    if form.errors:
        undo()
        return _page(_get_tag(name), form), 422
    if after.name == before:
        flash("The tag has this name already.")
    else:
        flash(f"“{before}” is “{after.name}” now; the old name leads there.")
    return see_other(tag_address(after.name))


def _wanted(form: TagForm) -> str:
    """Return the new name as tags are spelt; what is wrong with it belongs to its field."""
    try:
        names = check_tags([form.name.data])
    except Invalid as refusal:
        raise Invalid("name", refusal.sentence) from None
    if not names:
        raise Invalid("name", "Please write the new name.")
    return names[0]


def _get_tag(name: str) -> Tag:
    require(may_open_community_acts(current_person()))
    found = find_tag(name)
    if found is None:
        raise NotFound
    return found


def _page(tag: Tag, form: TagForm) -> str:
    return render_template("moderation/tag.html", tag=tag, form=form)
