"""The list of members."""

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.accounts.queries import page_of_members
from forum.kernel.paging import page_address, page_number

bp = Blueprint("members", __name__)


@bp.get("/members")
def show_members() -> str:
    """Show the members, all or those whose name or organisation fits."""
    words = request.args.get("q", "").strip()
    number = page_number(request.args.get("page"))
    found = page_of_members(current_person(), words=words, number=number)
    return render_template(
        "accounts/members.html", found=found, words=words, address=page_address()
    )
