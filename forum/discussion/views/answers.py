"""Marking the post that answers what a thread asks."""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.operations.answers import mark_answer, unmark_answer
from forum.discussion.queries.threads import get_post
from forum.kernel.web import see_other

bp = Blueprint("answers", __name__)


@bp.post("/p/<int:post_id>/answer")
def mark(post_id: int) -> Response:
    """Mark a post as the answer."""
    person = current_person()
    post = get_post(post_id, by=person)
    if mark_answer(post.thread, post, by=person):
        flash(f"Post {post.number} is marked as the answer.")
    return see_other(place_of(post))


@bp.post("/p/<int:post_id>/answer/remove")
def unmark(post_id: int) -> Response:
    """Take the mark of the answer from a post."""
    person = current_person()
    post = get_post(post_id, by=person)
    if unmark_answer(post.thread, post, by=person):
        flash(f"Post {post.number} is no longer marked as the answer.")
    return see_other(place_of(post))
