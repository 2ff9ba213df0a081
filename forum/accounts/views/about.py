"""What this place is and who looks after it."""

from flask import Blueprint, render_template

from forum.accounts.queries import count_members, members_with_role
from forum.accounts.values import Role

bp = Blueprint("about", __name__)


@bp.get("/about")
def show_about() -> str:
    """Show what this place is, who facilitates and who hosts."""
    return render_template(
        "accounts/about.html",
        facilitators=members_with_role(Role.FACILITATOR),
        hosts=members_with_role(Role.HOST),
        count=count_members(),
    )
