"""Signs under posts: give one, take it back, see who gave them."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.current import current_person
from forum.discussion.addresses import place_of
from forum.discussion.operations.reactions import give_reaction, take_reaction_back
from forum.discussion.queries.reactions import list_givers
from forum.discussion.queries.threads import get_post
from forum.discussion.values import Sign
from forum.kernel.errors import Invalid
from forum.kernel.web import see_other

bp = Blueprint("reactions", __name__)


@bp.get("/p/<int:post_id>/reactions")
def givers(post_id: int) -> str:
    """Show who gave which sign to a post."""
    post = get_post(post_id, by=current_person())
    found = list_givers(post, by=current_person())
    return render_template("discussion/reactions.html", post=post, givers=found)


@bp.post("/p/<int:post_id>/reactions")
def give(post_id: int) -> Response:
    """Give a post a sign."""
    person = current_person()
    post = get_post(post_id, by=person)
    give_reaction(post.thread, post, _sign(), by=person)
    return see_other(place_of(post))


@bp.post("/p/<int:post_id>/reactions/take-back")
def take_back(post_id: int) -> Response:
    """Take one's sign back."""
    person = current_person()
    post = get_post(post_id, by=person)
    take_reaction_back(post.thread, post, _sign(), by=person)
    return see_other(place_of(post))


def _sign() -> Sign:
    sign = request.form.get("sign", "")
    if sign not in set(Sign):
        raise Invalid("sign", "Please choose one of the signs under the post.")
    return Sign(sign)
