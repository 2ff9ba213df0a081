"""Withdrawing a whole thread, and bringing it back."""

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.events import PostRestored, PostWithdrawn, ThreadRestored, ThreadWithdrawn
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import recount_thread
from forum.discussion.rules import may_facilitate_thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def withdraw_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Replace all posts of a thread by tombstones at once; False when none can be read any more.

    The thread keeps its title and its place, and takes replies unless it is closed, too.
    """
    require(may_facilitate_thread(by, thread))
    query = select(Post).where(Post.thread_id == thread.id, Post.withdrawn_at.is_(None))
    posts = db.session.scalars(query.order_by(Post.number)).all()
    if not posts:
        return False
    because, moment = need_reason(because), now()
    for post in posts:
        post.withdrawn_at, post.withdrawn_by_id = moment, by.id
        post.withdrawn_because = because
    thread.withdrawn_at = moment
    db.session.flush()
    recount_thread(thread)
    for post in posts:
        announce(
            PostWithdrawn(
                post_id=post.id,
                thread_id=thread.id,
                by_id=by.id,
                by_author=False,
                because=because,
                with_thread=True,
            )
        )
    announce(ThreadWithdrawn(thread_id=thread.id, by_id=by.id, because=because))
    return True


def restore_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Bring back what was withdrawn together with the thread, and nothing that was before or since."""
    require(may_facilitate_thread(by, thread))
    if thread.withdrawn_at is None:
        return False
    because = need_reason(because)
    query = select(Post).where(
        Post.thread_id == thread.id, Post.withdrawn_at == thread.withdrawn_at
    )
    posts = db.session.scalars(query.order_by(Post.number)).all()
    for post in posts:
        post.withdrawn_at, post.withdrawn_by_id, post.withdrawn_because = None, None, ""
    thread.withdrawn_at = None
    db.session.flush()
    recount_thread(thread)
    for post in posts:
        announce(
            PostRestored(
                post_id=post.id,
                thread_id=thread.id,
                by_id=by.id,
                by_author=False,
                because=because,
                with_thread=True,
            )
        )
    announce(ThreadRestored(thread_id=thread.id, by_id=by.id, because=because))
    return True
