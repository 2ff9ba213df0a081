"""Moved posts for tests, through the operations, and what must hold after any of them."""

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.models import Answer, MovedPost, Post, Thread
from forum.discussion.operations.moves import move_posts
from forum.discussion.operations.posts import recount_thread
from forum.discussion.operations.splitting import merge_threads, split_posts, take_out_again
from forum.discussion.queries.moves import get_posts_of, lock_threads
from forum.discussion.queries.threads import get_thread
from forum.discussion.tree import place_in_tree
from forum.discussion.values import DEEPEST
from forum.kernel.db import db, unit_of_work

COUNTED = (
    "reply_count",
    "writer_count",
    "score",
    "last_posted_at",
    "last_poster_id",
    "answer_number",
)


def split(thread: Thread, *numbers: int, by: Person, title: str = "Apart") -> Thread:
    """Move the posts with these numbers into a thread of their own."""
    with unit_of_work():
        kept = get_thread(thread.id, by=by)
        posts = get_posts_of(kept, numbers)
        return split_posts(kept, posts, title, by=by, because="Another matter.")


def merge(thread: Thread, into: Thread, *, by: Person) -> None:
    """Merge a thread into another one."""
    with unit_of_work():
        lock_threads(thread.id, into.id)
        one, other = get_thread(thread.id, by=by), get_thread(into.id, by=by)
        merge_threads(one, other, by=by, because="One matter.")


def undo_merge(into: Thread, thread: Thread, *, by: Person) -> None:
    """Take a thread out again of the one that it was merged into."""
    with unit_of_work():
        kept = get_thread(into.id, by=by)
        take_out_again(kept, thread.id, by=by, because="Two matters after all.")


def move(source: Thread, target: Thread, *numbers: int) -> None:
    """Move posts as the operations do that have asked everything before."""
    with unit_of_work():
        one = db.session.get_one(Thread, source.id)
        move_posts(one, db.session.get_one(Thread, target.id), get_posts_of(one, numbers))


def numbers_in(thread: Thread) -> list[int]:
    """Return the numbers of a thread's posts."""
    query = select(Post.number).where(Post.thread_id == thread.id).order_by(Post.number)
    return list(db.session.scalars(query))


def check_all() -> None:
    """Count every thread and grow every tree anew, and fail where that makes a difference."""
    db.session.expire_all()
    for thread in db.session.scalars(select(Thread)).all():
        check_thread(thread)
    apart = select(Post.id).join(MovedPost, MovedPost.post_id == Post.id)
    again = (MovedPost.thread_id == Post.thread_id, MovedPost.number == Post.number)
    assert db.session.scalars(apart.where(*again)).all() == [], "what came back leads nowhere else"


def check_thread(thread: Thread) -> None:
    """Count a thread and grow its tree anew, and fail where that makes a difference."""
    said = {name: getattr(thread, name) for name in COUNTED}
    with unit_of_work():
        counted = db.session.get_one(Thread, thread.id)
        recount_thread(counted)
        assert {name: getattr(counted, name) for name in COUNTED} == said
    thread = db.session.get_one(Thread, thread.id)
    query = select(Post).where(Post.thread_id == thread.id).order_by(Post.number)
    posts = db.session.scalars(query).all()
    assert thread.post_count == len(posts)
    assert thread.last_number >= max((post.number for post in posts), default=0)
    for post in posts:
        above = post.parent
        assert above is None or (above.thread_id == thread.id and above.number < post.number)
        assert post.tree_path == place_in_tree(above, post.number)
        assert post.depth == (min(above.depth + 1, DEEPEST) if above else 0)
        replies = select(func.count()).where(Post.parent_id == post.id)
        assert post.reply_count == db.session.scalar(replies)
    answers = select(func.count()).select_from(Answer).join(Post, Post.id == Answer.post_id)
    assert (db.session.scalar(answers.where(Post.thread_id == thread.id)) or 0) <= 1
