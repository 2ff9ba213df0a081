"""The forms of the community's categories, as hosts write them."""

from flask import Blueprint
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.queries.categories import get_category_row
from forum.discussion.views.question_rows import show_questions, take_questions

bp = Blueprint("category_forms", __name__, url_prefix="/admin/categories")

CRUMBS = (("/admin", "Administration"), ("/admin/categories", "Categories"))


@bp.get("/<int:category_id>/form")
def form(category_id: int) -> str:
    """Show the questions of a category's form, to be changed."""
    category = get_category_row(category_id, by=current_person())
    return show_questions(category, f"/admin/categories/{category_id}", CRUMBS)


@bp.post("/<int:category_id>/form")
def change(category_id: int) -> str | Response | tuple[str, int]:
    """Keep the questions, look at them first, or give more rows."""
    person = current_person()
    return take_questions(
        lambda: get_category_row(category_id, by=person),
        f"/admin/categories/{category_id}",
        CRUMBS,
    )
