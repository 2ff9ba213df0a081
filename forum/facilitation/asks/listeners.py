"""What becomes of asks when something happened to their threads."""

from forum.discussion.events import HeldDecided, ThreadExpired, ThreadSolved
from forum.discussion.models import Post
from forum.facilitation.asks.events import AskMarked
from forum.facilitation.asks.models import Ask
from forum.facilitation.asks.operations.asks import ask_as_published, forget_thread
from forum.facilitation.asks.values import AskState
from forum.kernel.db import db
from forum.kernel.events import announce, within


@within(HeldDecided)
def ask_when_published(event: HeldDecided) -> None:
    """Let a thread that waited ask for what its author said on the form."""
    post = db.session.get(Post, event.post_id) if event.post_id is not None else None
    ask_as_published(event.held_id, post.thread if post else None, event.author_id)


@within(ThreadSolved)
def take_as_answered(event: ThreadSolved) -> None:
    """Take an ask as answered when a post is marked as the answer."""
    ask = db.session.get(Ask, event.thread_id)
    if ask is not None and ask.state is AskState.OPEN:
        ask.state = AskState.ANSWERED
        db.session.flush()
        state = str(AskState.ANSWERED)
        announce(AskMarked(thread_id=event.thread_id, state=state, by_id=event.by_id))


@within(ThreadExpired)
def forget_expired_thread(event: ThreadExpired) -> None:
    """Remove what is kept about a thread that has expired."""
    forget_thread(event.thread_id, event.post_ids)
