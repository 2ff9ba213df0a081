"""Categories of circles, as their conveners set them up."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.circles.queries import get_circle
from forum.accounts.circles.rules import may_bring_in
from forum.accounts.circles.values import Circle
from forum.accounts.current import current_person
from forum.accounts.values import Level
from forum.discussion.forms import CircleCategoryForm
from forum.discussion.models import Category
from forum.discussion.operations.circle_categories import (
    CircleCategorySettings,
    change_circle_category,
    make_circle_category,
)
from forum.discussion.queries.categories import directory, get_circle_category_row
from forum.discussion.rules import may_set_up_in_circle
from forum.discussion.views.question_rows import Crumbs, show_questions, take_questions
from forum.kernel.db import undo
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in, see_other

bp = Blueprint("circle_categories", __name__, url_prefix="/g/<slug>/categories")


@bp.get("/new")
def new_form(slug: str) -> str:
    """Show the settings of a category to make."""
    return _page(_convened(slug), CircleCategoryForm(formdata=None))


@bp.post("/new")
def new(slug: str) -> ResponseReturnValue:
    """Make a category of the circle."""
    circle, form = _convened(slug), CircleCategoryForm()
    if form.validate():
        with refusals_shown_in(form):
            category = make_circle_category(circle, _settings(form), by=current_person())
            flash(f"The category “{category.name}” is there, for those in the circle.")
            return see_other(f"/g/{circle.slug}")
    undo()
    return _page(circle, form), 422


@bp.get("/<int:category_id>")
def edit_form(slug: str, category_id: int) -> str:
    """Show the settings of a category."""
    circle = _convened(slug)
    category = _category(circle, category_id)
    levels = directory().by_id[category.id].levels
    level = str(int(levels[0][1])) if levels else str(int(Level.START))
    form = CircleCategoryForm(formdata=None, obj=category, level=level)
    form.days.data = category.days_after_reply
    return _page(circle, form, category)


@bp.post("/<int:category_id>")
def edit(slug: str, category_id: int) -> ResponseReturnValue:
    """Change the settings of a category."""
    circle, form = _convened(slug), CircleCategoryForm()
    category = _category(circle, category_id)
    if form.validate():
        with refusals_shown_in(form):
            change_circle_category(category, _settings(form), by=current_person())
            flash("Saved.")
            return see_other(f"/g/{circle.slug}")
    undo()
    return _page(circle, form, _category(circle, category_id)), 422


@bp.get("/<int:category_id>/form")
def questions(slug: str, category_id: int) -> str:
    """Show the questions of a category's form, to be changed."""
    circle = _convened(slug)
    here, crumbs = _way_to(circle, category_id)
    return show_questions(_category(circle, category_id), here, crumbs)


@bp.post("/<int:category_id>/form")
def change_questions(slug: str, category_id: int) -> ResponseReturnValue:
    """Keep the questions, look at them first, or give more rows."""
    circle = _convened(slug)
    here, crumbs = _way_to(circle, category_id)
    return take_questions(lambda: _category(circle, category_id), here, crumbs)


def _way_to(circle: Circle, category_id: int) -> tuple[str, Crumbs]:
    address = f"/g/{circle.slug}"
    return f"{address}/categories/{category_id}", (("/g", "Circles"), (address, circle.name))


def _convened(slug: str) -> Circle:
    person = current_person()
    circle = get_circle(slug, by=person)
    require(may_set_up_in_circle(person, circle.id))
    require(may_bring_in(person, circle))
    return circle


def _category(circle: Circle, category_id: int) -> Category:
    category = get_circle_category_row(category_id, by=current_person())
    if category.circle_id != circle.id:
        raise NotFound
    return category


def _page(circle: Circle, form: CircleCategoryForm, category: Category | None = None) -> str:
    return render_template(
        "discussion/circle_category.html", circle=circle, form=form, category=category
    )


def _settings(form: CircleCategoryForm) -> CircleCategorySettings:
    return CircleCategorySettings(**form.place, level=Level(int(form.level.data)))
