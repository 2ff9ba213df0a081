"""Where the address of a thread or a post leads that does not stand there (any more)."""

from flask import render_template
from werkzeug.wrappers import Response

from forum.accounts.values import Person
from forum.discussion.addresses import place_of
from forum.discussion.models import Thread
from forum.discussion.queries.moves import find_moved_post, find_where_merged
from forum.discussion.queries.threads import find_stub
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.web import see_other


def lead_on(thread_id: int, number: int | None, person: Person) -> Response | None:
    """Lead to where a post, or a whole thread, went that stood at this address."""
    if number is None:
        merged = find_where_merged(thread_id, by=person)
        return see_other(link_to(merged)) if merged else None
    moved = find_moved_post(thread_id, number, by=person)
    return see_other(place_of(moved)) if moved else None


def lead_past_gap(thread: Thread, number: int | None, person: Person) -> Response | None:
    """Lead to a post that left a thread which is still there; whole threads are not looked into."""
    if number is None or thread.post_count == thread.last_number:
        return None
    moved = find_moved_post(thread.id, number, by=person)
    return see_other(place_of(moved)) if moved else None


def where_it_stands(thread_id: int, person: Person) -> int:
    """Return the thread to which a reply goes that was begun before its thread was merged."""
    merged = find_where_merged(thread_id, by=person)
    return merged.id if merged else thread_id


def show_stub(thread_id: int, person: Person) -> tuple[str, int]:
    """Say that the thread has expired to those who could read it. Raises NotFound."""
    stub = find_stub(thread_id, by=person)
    if stub is None:
        raise NotFound
    return render_template("discussion/expired.html", thread=stub), 410
