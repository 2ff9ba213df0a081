"""Categories as hosts set them up. Hosts see names and permissions here, never threads."""

import re

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.accounts.queries import list_groups_to_name
from forum.accounts.values import GroupId, Level
from forum.discussion.forms import CategoryForm
from forum.discussion.models import Category
from forum.discussion.operations.categories import (
    CategorySettings,
    change_category,
    make_category,
)
from forum.discussion.queries.categories import (
    community_categories,
    directory,
    get_category_row,
    list_facilitator_handles,
)
from forum.discussion.rules import may_manage_categories
from forum.discussion.values.held import Approval, Approving, Written
from forum.kernel.db import undo
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("category_settings", __name__, url_prefix="/admin/categories")

_NAMES = re.compile(r"[\s,@]+")


@bp.get("")
def categories() -> str:
    """Show all categories with who may do what in them."""
    require(may_manage_categories(current_person()))
    groups = {group.id: group.name for group in list_groups_to_name(by=current_person())}
    cards = community_categories()
    return render_template("discussion/admin/categories.html", categories=cards, groups=groups)


@bp.get("/new")
def new_form() -> str:
    """Show the settings of a category to make."""
    require(may_manage_categories(current_person()))
    return _page(CategoryForm(formdata=None), None)


@bp.post("/new")
def new() -> Response | tuple[str, int]:
    """Make a category."""
    require(may_manage_categories(current_person()))
    form = CategoryForm()
    _offer_parents(form, None)
    if form.validate():
        with refusals_shown_in(form):
            category = make_category(_settings(form), by=current_person())
            flash(f"The category “{category.name}” is there.{_hint()}")
            return see_other("/admin/categories")
    undo()
    return _page(form, None), 422


@bp.get("/<int:category_id>")
def edit_form(category_id: int) -> str:
    """Show the settings of a category."""
    category = get_category_row(category_id, by=current_person())
    handles = ", ".join(list_facilitator_handles(category))
    form = CategoryForm(
        formdata=None,
        obj=category,
        parent=category.parent_id or 0,
        facilitators=handles,
        days=category.days_after_reply,
    )
    return _page(form, category)


@bp.post("/<int:category_id>")
def edit(category_id: int) -> Response | tuple[str, int]:
    """Change the settings of a category."""
    category = get_category_row(category_id, by=current_person())
    form = CategoryForm()
    _offer_parents(form, category)
    if form.validate():
        with refusals_shown_in(form):
            change_category(category, _settings(form), by=current_person())
            flash("Saved.")
            return see_other("/admin/categories")
    undo()
    return _page(form, get_category_row(category_id, by=current_person())), 422


def _hint() -> str:
    """Say it when nobody sees the category: the host may have left that for later, or forgotten."""
    return "" if any(_levels().values()) else " Nobody sees it yet: give a group something in it."


def _offer_parents(form: CategoryForm, category: Category | None) -> None:
    own = category.id if category else 0
    tops = [card for card in community_categories() if not card.parent_id and card.id != own]
    form.offer([(card.id, card.name) for card in tops])


def _page(form: CategoryForm, category: Category | None) -> str:
    _offer_parents(form, category)
    card = directory().by_id.get(category.id) if category else None
    levels = {int(group): int(level) for group, level in card.levels} if card else {}
    named = {
        Written.THREADS: card.threads_wait.groups if card else frozenset(),
        Written.REPLIES: card.replies_wait.groups if card else frozenset(),
    }
    if request.method == "POST":
        named = {written: _named(written) for written in Written}
        levels = {group: int(level) for group, level in _levels().items()}
    return render_template(
        "discussion/admin/category.html",
        form=form,
        category=category,
        groups=list_groups_to_name(by=current_person()),
        levels=levels,
        named=named,
        level_names={0: "nothing", 1: "see", 2: "see and reply", 3: "see, reply and start threads"},
    )


def _levels() -> dict[int, Level]:
    found = {}
    for name, value in request.form.items():
        group_id = name.removeprefix("group-")
        if name.startswith("group-") and group_id.isdecimal() and value in {"0", "1", "2", "3"}:
            found[int(group_id[:9])] = Level(int(value))
    return found


def _settings(form: CategoryForm) -> CategorySettings:
    handles = tuple(name for name in _NAMES.split(form.facilitators.data) if name)
    return CategorySettings(
        **form.place,
        position=max(-10_000, min(form.position.data or 0, 10_000)),
        parent_id=form.parent.data or None,
        levels=_levels(),
        facilitators=handles,
        threads_wait=Approval(Approving(form.approving_threads.data), _named(Written.THREADS)),
        replies_wait=Approval(Approving(form.approving_replies.data), _named(Written.REPLIES)),
    )


def _named(written: Written) -> frozenset[GroupId]:
    """Return the groups chosen in fields named `<written>-wait-<id>`."""
    chosen = request.form.getlist(f"{written}-wait")
    numbers = (whole_number(value) for value in chosen)
    return frozenset(GroupId(number) for number in numbers if number)
