"""What is kept about a member of posts that wait for a facilitator."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from forum.accounts.holdings import Parting
from forum.accounts.keeping import forget_name, forget_own, one_after_the_other, own_rows
from forum.accounts.queue.operations import settle_item
from forum.discussion.models import HeldPost
from forum.discussion.values.held import HELD_POSTS
from forum.kernel.db import db


def _settle(parting: Parting) -> Iterator[None]:
    """Let nothing wait in the queue that is about to be deleted."""
    own = select(HeldPost.id).where(HeldPost.author_id.in_(parting.member_ids))
    for held_id in db.session.scalars(own).all():
        settle_item(HELD_POSTS, held_id, "is gone with its author", by_id=None)
    yield


_HELD = own_rows(
    "held_posts",
    "Posts of yours that wait for a facilitator",
    "What you have posted and a facilitator looks at first, or has not published, with the reason.",
    "Kept until you take it back or put it away; deleted when you leave.",
    HeldPost.author_id,
    at=HeldPost.held_at,
    shows=(
        HeldPost.title,
        HeldPost.raw,
        HeldPost.tags,
        HeldPost.held_at,
        HeldPost.state,
        HeldPost.answer,
    ),
)
HELD = replace(
    _HELD,
    erase=one_after_the_other(
        _settle,
        _HELD.erase,
        forget_own(HeldPost.decided_by_id, HeldPost.answer),
        forget_name(HeldPost.answer, HeldPost.raw, HeldPost.html, HeldPost.title, HeldPost.tags),
    ),
    # Before files, which such a post may still need.
    place=30,
)
