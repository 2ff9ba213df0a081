"""Rendering all posts again, as after a change of the renderer."""

from collections.abc import Iterator

from sqlalchemy import select

from forum.discussion.events import PostRevised
from forum.discussion.models import Post
from forum.discussion.operations.posts import render_again
from forum.discussion.writing import Writing, take_over
from forum.kernel.db import HIGHEST_ID, db, unit_of_work
from forum.kernel.events import announce
from forum.kernel.markup import RENDERER_VERSION

BATCH = 200


def render_all(*, only_old: bool = False) -> Iterator[bool]:
    """Render posts again, in batches; gives for each whether it looks different now.

    `only_old` leaves out those that today's renderer has rendered.
    """
    oldest = RENDERER_VERSION if only_old else HIGHEST_ID
    last = 0
    while True:
        rows = db.session.execute(
            select(Post.id, Post.raw, Post.format)
            .where(Post.id > last, Post.renderer_version < oldest)
            .order_by(Post.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        # Rendering is slow: it is done before the transaction that writes.
        writings = {row.id: take_over(row.raw, row.format) for row in rows}
        with unit_of_work():
            posts = db.session.scalars(select(Post).where(Post.id.in_(writings))).all()
            changed = [_put(post, writings[post.id]) for post in posts]
        yield from changed
        last = rows[-1].id


def _put(post: Post, writing: Writing) -> bool:
    before = (post.html, post.text)
    render_again(post, writing)
    if before == (post.html, post.text):
        return False
    announce(PostRevised(post_id=post.id, thread_id=post.thread_id, by_id=None))
    return True
