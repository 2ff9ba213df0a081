"""Figures about oneself, for oneself."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.facilitation.health.models import MirrorChoice
from forum.facilitation.health.queries.facts import first_posts, only_counted
from forum.facilitation.health.rules import may_see_health
from forum.facilitation.health.values import WEEKS
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.sets import among_these
from forum.kernel.verdicts import require


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a member wrote in the last twelve weeks, in threads that every member may read."""

    posts: int
    threads: int
    newcomers: int
    """Newcomers whose first post got a reply from the member."""


def own_mirror(by: Person) -> Mirror | None:
    """Return the member's own figures; None for who has not asked for them. Nobody else can ask."""
    require(may_see_health(by))
    if db.session.get(MirrorChoice, by.member_id) is None:
        return None
    since = now() - timedelta(weeks=WEEKS)
    query = only_counted(select(Post.id, Post.thread_id, Post.parent_id, Post.created_at))
    own = db.session.execute(
        query.where(Post.author_id == by.member_id, Post.created_at >= since)
    ).all()
    return Mirror(len(own), len({post.thread_id for post in own}), _newcomers(by, own))


def _newcomers(by: Person, own: object) -> int:
    threads = {post.thread_id: post.created_at for post in own}  # type: ignore[attr-defined]
    answered = {post.parent_id for post in own}  # type: ignore[attr-defined]
    query = only_counted(select(Post.id, Post.thread_id, Post.author_id, Post.created_at)).where(
        among_these(Post.id, sorted(first_posts())),
        among_these(Post.thread_id, sorted(threads)),
        Post.author_id != by.member_id,
    )
    query = query.add_columns((Thread.created_at == Post.created_at).label("begins"))
    return sum(
        1
        for first in db.session.execute(query)
        if first.id in answered or (first.begins and threads[first.thread_id] > first.created_at)
    )
