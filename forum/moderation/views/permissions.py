"""Who can do what here: one page in words, for all members."""

from flask import Blueprint, render_template

from forum.accounts.current import current_person
from forum.moderation.queries.permissions import who_can

bp = Blueprint("permissions", __name__)


@bp.get("/who-can-do-what")
def show() -> str:
    """Show what the permissions and the settings say, as far as this reader may know it."""
    return render_template("moderation/permissions.html", who=who_can(current_person()))
