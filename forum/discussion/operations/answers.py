"""Acts on answers: mark the post that answers what a thread asks, and unmark it."""

from sqlalchemy import delete, select

from forum.accounts.values import Person
from forum.discussion.events import ThreadSolved, ThreadUnsolved
from forum.discussion.models import Answer, Post, Thread
from forum.discussion.queries.categories import takes_answers_in
from forum.discussion.rules import may_mark_answer, may_unmark_answer
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def mark_answer(thread: Thread, post: Post, *, by: Person) -> bool:
    """Mark the post as the thread's answer, in place of any other; False when it is already."""
    takes_answers = takes_answers_in(thread.category_id)
    require(may_mark_answer(by, thread, post, takes_answers=takes_answers))
    if post.thread_id != thread.id:
        raise Invalid("post", "The post is not in this thread.")
    if thread.answer_number == post.number:
        return False
    _remove_answers(thread)
    db.session.add(Answer(post_id=post.id, marked_by_id=by.member_id, marked_at=now()))
    db.session.flush()
    recount_answer(thread)
    announce(
        ThreadSolved(
            thread_id=thread.id,
            post_id=post.id,
            number=post.number,
            by_id=by.id,
            by_author=thread.author_id == by.id,
        )
    )
    return True


def unmark_answer(thread: Thread, post: Post, *, by: Person) -> bool:
    """Take the mark from the post; False when it has none."""
    require(may_unmark_answer(by, thread))
    if post.thread_id != thread.id or db.session.get(Answer, post.id) is None:
        return False
    _remove_answers(thread)
    recount_answer(thread)
    announce(
        ThreadUnsolved(
            thread_id=thread.id,
            post_id=post.id,
            number=post.number,
            by_id=by.id,
            by_author=thread.author_id == by.id,
        )
    )
    return True


def recount_answer(thread: Thread) -> None:
    """Look again which post of the thread is its answer: a withdrawn one is none meanwhile."""
    thread.answer_number = db.session.scalar(
        select(Post.number)
        .join(Answer, Answer.post_id == Post.id)
        .where(Post.thread_id == thread.id, Post.withdrawn_at.is_(None))
        .order_by(Answer.marked_at.desc(), Post.id.desc())
        .limit(1)
    )
    db.session.flush()


def _remove_answers(thread: Thread) -> None:
    in_thread = select(Post.id).where(Post.thread_id == thread.id)
    db.session.execute(delete(Answer).where(Answer.post_id.in_(in_thread)))
