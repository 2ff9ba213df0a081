"""Tags: all of them, one of them, and the ones that a word begins."""

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import tag_address
from forum.discussion.queries.lists import Narrowing, page_of_threads
from forum.discussion.queries.threads import find_tag, list_tags
from forum.discussion.values import Listing
from forum.kernel.errors import NotFound
from forum.kernel.paging import page_address, page_number
from forum.kernel.web import see_other

bp = Blueprint("tags", __name__)


@bp.get("/tags")
def tags() -> str:
    """Show all tags on threads that the reader may see."""
    return render_template("discussion/tags.html", tags=list_tags(current_person(), most=2000))


@bp.get("/tags/search")
def search() -> Response:
    """Return the tags that begin with what is being typed."""
    beginning = request.args.get("q", "").strip().casefold()[:40]
    if not beginning.isprintable():
        # No tag holds such signs, and PostgreSQL does not look for a NUL.
        return jsonify([])
    found = list_tags(current_person(), beginning=beginning, most=8)
    return jsonify([{"name": name, "count": count} for name, count in found])


@bp.get("/tag/<name>")
def tag(name: str) -> str | Response:
    """Show the threads with a tag; a tag on no thread that the reader may see does not exist."""
    person = current_person()
    found = find_tag(name.casefold())
    if found is None:
        raise NotFound
    page = page_number(request.args.get("page"))
    narrowing = Narrowing(tag_id=found.id)
    threads = page_of_threads(person, Listing.LATEST, narrowing=narrowing, page=page)
    if not threads.lines and page == 1:
        raise NotFound
    if found.name != name:
        return see_other(tag_address(found.name))
    return render_template(
        "discussion/tag.html", tag=found.name, threads=threads, address=page_address()
    )
