"""The list of categories, and their settings."""

from flask import Blueprint, render_template

from forum.accounts.current import current_person
from forum.discussion.queries.categories import visible_categories
from forum.discussion.queries.overview import latest_by_category

bp = Blueprint("categories", __name__)


@bp.get("/categories")
def categories() -> str:
    """Show the categories with what was written last in each."""
    person = current_person()
    return render_template(
        "discussion/categories.html",
        categories=visible_categories(person),
        latest=latest_by_category(person),
    )
