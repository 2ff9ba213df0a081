"""What is kept about me and until when, and an archive of it."""

from flask import Blueprint, Response, flash, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.proof import sensitive
from forum.accounts.rights.operations.exports import ask_own_export
from forum.accounts.rights.queries import get_export, list_own_exports, what_is_kept
from forum.kernel.errors import NotFound, NotPermitted
from forum.kernel.storage import storage
from forum.kernel.web import see_other

bp = Blueprint("kept", __name__)


@bp.get("/preferences/kept")
def show() -> ResponseReturnValue:
    """Show what is kept about the member."""
    person = current_person()
    return render_template(
        "rights/kept.html", lines=what_is_kept(person), exports=list_own_exports(person)
    )


@bp.post("/preferences/exports")
@sensitive
def ask() -> ResponseReturnValue:
    """Ask for an archive of it."""
    try:
        ask_own_export(by=current_person())
    except NotPermitted as refusal:
        flash(refusal.sentence, "problem")
    else:
        flash(
            "Your export is being made. You will find it here, and get a letter when it is ready."
        )
    return see_other("/preferences/kept#export")


@bp.get("/exports/<int:export_id>/archive.zip")
@sensitive
def fetch(export_id: int) -> ResponseReturnValue:
    """Hand out an archive to those whom it was made for."""
    export = get_export(export_id, by=current_person())
    try:
        response = Response(storage().stream(export.key or ""))
    except FileNotFoundError:
        raise NotFound from None
    response.content_length = export.size
    response.content_type = "application/zip"
    response.headers.set("Content-Disposition", "attachment", filename="export.zip")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
