"""Suggestions while somebody writes: members, categories, tags and emoji."""

from flask import Blueprint, Response, jsonify, request

from forum.accounts.current import current_person
from forum.discussion.queries.suggestions import MOST, suggest_places, suggest_to_mention
from forum.discussion.queries.threads import get_thread
from forum.kernel.markup import find_emoji
from forum.kernel.routing import whole_number

bp = Blueprint("suggesting", __name__, url_prefix="/suggest")

LONGEST = 40


@bp.get("/members")
def members() -> Response:
    """Suggest whom a handle or name could mean."""
    person, thread_id = current_person(), whole_number(request.args.get("thread"))
    thread = get_thread(thread_id, by=person) if thread_id else None
    found = suggest_to_mention(_typed(), person, thread)
    return jsonify([{"handle": handle, "name": name} for handle, name in found])


@bp.get("/places")
def places() -> Response:
    """Suggest categories and tags."""
    found = suggest_places(_typed(), current_person())
    return jsonify(
        [{"kind": place.kind, "written": place.written, "name": place.name} for place in found]
    )


@bp.get("/emoji")
def emoji() -> Response:
    """Suggest emoji."""
    found = find_emoji(_typed().casefold(), most=MOST)
    response = jsonify([{"name": name, "character": character} for name, character in found])
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def _typed() -> str:
    """Return what was typed; nothing for what no name holds, which PostgreSQL does not look for."""
    words = request.args.get("q", "").strip()[:LONGEST]
    return words if words.isprintable() else "\N{REPLACEMENT CHARACTER}"
