"""Moving posts from one thread to another, so that their old addresses lead on and all is counted.

Who may move them, and whether their label lets them go there, is asked before: see splitting.py
and loosenings.py.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import aliased

from forum.discussion.events import PostsMoved
from forum.discussion.models import Answer, CutTie, MovedPost, Post, Thread
from forum.discussion.operations.carrying import carry_followings, carry_positions
from forum.discussion.operations.life import keep_end
from forum.discussion.operations.posts import recount_thread
from forum.discussion.tree import place_in_tree
from forum.discussion.values import DEEPEST
from forum.kernel.db import db
from forum.kernel.events import announce

AS_IT_IS = {"synchronize_session": False}


def move_posts(
    source: Thread, target: Thread, posts: Sequence[Post], *, is_kept_quiet: bool = False
) -> None:
    """Move posts of one thread to the end of another, in their order.

    No number changes but theirs, and a post that comes back takes the number it had there. A reply
    whose tie to what it answered is cut answers nothing, until the two meet again. Both threads
    must be locked. `is_kept_quiet`: old addresses lead on for the readers of the old thread alone.
    """
    posts = sorted(posts, key=lambda post: post.number)
    before = target.last_number
    was = {post.id: post.number for post in posts}
    numbers = _numbers(target, posts)
    has_answer = target.answer_number is not None
    for post in posts:
        db.session.add(
            MovedPost(
                thread_id=source.id,
                number=post.number,
                post_id=post.id,
                is_kept_quiet=is_kept_quiet,
            )
        )
        post.thread_id, post.number = target.id, numbers[post.id]
        target.last_number = max(target.last_number, post.number)
    _forget_numbers(target, was.keys())
    db.session.flush()
    _drop_answers(target, was.keys(), has_answer=has_answer)
    _tie_again([source.id, target.id])
    for thread in (source, target):
        settle_after_moving(thread)
    carry_positions(source, target, {was[id_]: numbers[id_] for id_ in was}, before=before)
    carry_followings(source.id, target.id)
    db.session.expire_all()
    announce(PostsMoved(from_id=source.id, to_id=target.id, post_ids=tuple(was)))


def settle_after_moving(thread: Thread) -> None:
    """Give each post of a thread its place in the tree anew, and count them."""
    _grow_again(thread.id)
    _count_again(thread)


def _numbers(target: Thread, posts: Sequence[Post]) -> dict[int, int]:
    """Return the number of each post in the thread that it comes to: the one it had, or a new one."""
    here = MovedPost.thread_id == target.id
    had = select(MovedPost.post_id, MovedPost.number).where(
        here, MovedPost.post_id.in_([post.id for post in posts])
    )
    numbers = {row.post_id: row.number for row in db.session.execute(had)}
    coming = [post.id for post in posts if post.id not in numbers]
    return numbers | dict(zip(coming, range(target.last_number + 1, 2**31), strict=False))


def _forget_numbers(target: Thread, post_ids: Collection[int]) -> None:
    """Forget that these were gone from the thread in which they stand now."""
    back = (MovedPost.thread_id == target.id, MovedPost.post_id.in_(post_ids))
    db.session.execute(delete(MovedPost).where(*back), execution_options=AS_IT_IS)


def _drop_answers(target: Thread, post_ids: Collection[int], *, has_answer: bool) -> None:
    """Take the mark of the answer from a post that comes to a thread with one, or begins a thread."""
    begins = select(Post.id).where(Post.thread_id == target.id, Post.number == 1)
    gone = delete(Answer).where(Answer.post_id.in_(post_ids))
    if not has_answer:
        gone = gone.where(Answer.post_id.in_(begins))
    db.session.execute(gone, execution_options=AS_IT_IS)


def _tie_again(thread_ids: Sequence[int]) -> None:
    """Cut the ties between posts that stand in different threads, and tie those that met again."""
    answered = aliased(Post)
    here = Post.thread_id.in_(thread_ids)
    apart = or_(answered.thread_id != Post.thread_id, answered.number > Post.number)
    torn = (
        select(Post.id, Post.parent_id)
        .join(answered, answered.id == Post.parent_id)
        .where(here, apart)
    )
    for row in db.session.execute(torn).all():
        db.session.add(CutTie(post_id=row.id, answered_id=row.parent_id))
        db.session.execute(_answering(row.id, None), execution_options=AS_IT_IS)
    db.session.flush()
    met = (
        select(Post.id, CutTie.answered_id)
        .join(CutTie, CutTie.post_id == Post.id)
        .join(answered, answered.id == CutTie.answered_id)
        .where(here, ~apart)
    )
    for row in db.session.execute(met).all():
        db.session.execute(_answering(row.id, row.answered_id), execution_options=AS_IT_IS)
        tie = CutTie.post_id == row.id
        db.session.execute(delete(CutTie).where(tie), execution_options=AS_IT_IS)


def _answering(post_id: int, answered_id: int | None) -> Any:
    return update(Post).where(Post.id == post_id).values(parent_id=answered_id)


def _grow_again(thread_id: int) -> None:
    """Give each post its place in the tree, and count the replies to it."""
    columns = (Post.id, Post.number, Post.parent_id, Post.tree_path, Post.depth, Post.reply_count)
    query = select(*columns).where(Post.thread_id == thread_id).order_by(Post.number)
    rows = db.session.execute(query).all()
    counts = dict.fromkeys((row.id for row in rows), 0)
    placed: dict[int, Post] = {}
    for row in rows:
        above = placed.get(row.parent_id)
        if above is not None:
            counts[above.id] += 1
        depth = min(above.depth + 1, DEEPEST) if above else 0
        placed[row.id] = Post(id=row.id, tree_path=place_in_tree(above, row.number), depth=depth)
    changed = [
        {
            "id": row.id,
            "tree_path": one.tree_path,
            "depth": one.depth,
            "reply_count": counts[row.id],
        }
        for row in rows
        for one in [placed[row.id]]
        if (row.tree_path, row.depth, row.reply_count) != (one.tree_path, one.depth, counts[row.id])
    ]
    if changed:
        db.session.execute(update(Post), changed)


def _count_again(thread: Thread) -> None:
    """Count the thread anew; what goes away brings its end no nearer."""
    here = Post.thread_id == thread.id
    thread.post_count = db.session.scalar(select(func.count()).where(here)) or 0
    before = thread.last_posted_at
    recount_thread(thread)
    if thread.last_posted_at > before:
        keep_end(thread)
