"""Files: sent by members, fetched by those who may read a post that holds them."""

from flask import Blueprint, Response, jsonify, render_template_string, request

from forum.accounts.current import current_person
from forum.discussion.operations.files import discard_file
from forum.discussion.queries.files import StoredFile, get_own_file, get_stored_file
from forum.discussion.views.attaching import NotNow, attached_in, markdown_of, receive_file
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.kernel.requests import takes_files
from forum.kernel.storage import storage

bp = Blueprint("files", __name__)

SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
ITEM = "{{ macros.files.item(file) }}"


@bp.post("/uploads")
@takes_files
def send() -> tuple[Response, int]:
    """Take one file and tell a script what to put into the text, or whether to try again later."""
    person = current_person()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return jsonify(error="Please choose a file first."), 422
    try:
        text = markdown_of(receive_file(sent.stream, sent.filename, by=person))
    except NotNow as refusal:
        return jsonify(error=refusal.sentence), 429
    except (Invalid, NotPermitted) as refusal:
        return jsonify(error=refusal.sentence), 422
    [file] = attached_in(text, person)
    return jsonify(id=file.card.id, text=text, item=render_template_string(ITEM, file=file)), 201


@bp.post("/uploads/<int:file_id>/remove")
def remove(file_id: int) -> tuple[str, int]:
    """Remove a file that was sent and never posted."""
    person = current_person()
    discard_file(get_own_file(file_id, by=person), by=person)
    return "", 204


@bp.get("/uploads/<int:file_id>/<name>")
@bp.get("/files/<int:file_id>/<name>")
def file(file_id: int, name: str) -> Response:  # noqa: ARG001 -- the name is for people
    """Hand out a file to those who may read a post that holds it."""
    return _sent(get_stored_file(file_id, by=current_person()))


@bp.get("/uploads/<int:file_id>/<int:width>/<name>")
def copy(file_id: int, width: int, name: str) -> Response:  # noqa: ARG001 -- the name is for people
    """Hand out an image as pages show it, made when it was sent."""
    return _sent(get_stored_file(file_id, width, by=current_person()))


def _sent(stored: StoredFile) -> Response:
    """Send what is stored. Nothing but plain images is shown by the browser: all else is saved.

    Browsers keep it and ask each time whether they may still show it.
    """
    is_shown = stored.content_type in SHOWN_IN_PAGE
    etag = stored.key[-12:]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        try:
            response = Response(storage().stream(stored.key))
        except FileNotFoundError:
            raise NotFound from None
        response.content_length = stored.size
        response.content_type = stored.content_type if is_shown else "application/octet-stream"
        response.headers.set(
            "Content-Disposition", "inline" if is_shown else "attachment", filename=stored.name
        )
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
