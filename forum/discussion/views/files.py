"""Files kept with posts."""

from flask import Blueprint, Response

from forum.accounts.current import current_person
from forum.discussion.queries.files import get_file
from forum.kernel.errors import NotFound
from forum.kernel.storage import storage

bp = Blueprint("files", __name__)

SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@bp.get("/files/<int:file_id>/<name>")
def file(file_id: int, name: str) -> Response:  # noqa: ARG001 -- the name is for people
    """Hand out a file to those who may read the post that it belongs to.

    Nothing but plain images is ever shown by the browser itself: all else is saved.
    """
    found = get_file(file_id, by=current_person())
    try:
        data = storage().get(found.key)
    except FileNotFoundError:
        raise NotFound from None
    shown = found.content_type in SHOWN_IN_PAGE
    response = Response(
        data,
        mimetype=found.content_type if shown else "application/octet-stream",
    )
    response.headers.set(
        "Content-Disposition", "inline" if shown else "attachment", filename=found.name
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
