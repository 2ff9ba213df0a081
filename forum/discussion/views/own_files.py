"""The page of one's own files: the room they take, what holds them, and what can go."""

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.operations.files import remove_own_file
from forum.discussion.queries.files import get_own_file, room_taken
from forum.discussion.queries.own_files import page_of_own_files
from forum.kernel.application import this_settings
from forum.kernel.paging import page_address, page_number
from forum.kernel.web import see_other

bp = Blueprint("own_files", __name__)


@bp.get("/preferences/files")
def show() -> str:
    """Show the member's files, the largest first."""
    person = current_person()
    return render_template(
        "discussion/own_files.html",
        found=page_of_own_files(page_number(request.args.get("page")), by=person),
        taken=room_taken(person.member_id),
        room=this_settings().member_space * 1_000_000,
        address=page_address(),
    )


@bp.post("/preferences/files/<int:file_id>/remove")
def remove(file_id: int) -> Response:
    """Remove a file that no text names."""
    person = current_person()
    remove_own_file(get_own_file(file_id, by=person), by=person)
    flash("The file is removed.")
    return see_other("/preferences/files")
