"""What several pages of moderation answer with: addresses of pages, of posts, and of forms."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import request
from flask_wtf import FlaskForm

from forum.discussion.models import Post
from forum.kernel.links import link_to


def anchored(post: Post) -> str:
    """Return the address of a post with the place on its page."""
    return f"{link_to(post)}#post-{post.number}"


def numbered() -> Callable[[int], str]:
    """Return what makes the address of another page of the list at hand, narrowed as it is."""
    kept = {name: value for name, value in request.args.items() if name != "page" and value}

    def address(number: int) -> str:
        parts = {**kept, "page": str(number)} if number > 1 else kept
        return f"{request.path}?{urlencode(parts)}" if parts else request.path

    return address


def with_ids(form: FlaskForm, name: str) -> None:
    """Give the fields ids of their own, since the page holds several forms with like fields."""
    for field in form:
        field.id = f"{name}-{field.short_name}"
        field.label.field_id = field.id
