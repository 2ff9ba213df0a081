"""Posts that find another author: who wrote under a name in an archive turns out to be a member."""

from sqlalchemy import delete, select, update

from forum.discussion.events import PostsHandedOver
from forum.discussion.models import File, Post, PostVersion, Reaction, Thread
from forum.discussion.operations.posts import recount_thread
from forum.discussion.operations.reactions import recount_reactions
from forum.kernel.db import db
from forum.kernel.events import announce


def hand_over_posts(from_id: int, to_id: int) -> int:
    """Make one member the author of all that another one wrote; return how many posts there were.

    Who may do so was asked before.
    """
    wrote = select(Post.id).where(Post.author_id == from_id).order_by(Post.id)
    post_ids = tuple(db.session.scalars(wrote))
    shared = _threads_of_both(from_id, to_id)
    for column in (
        Post.author_id,
        Post.edited_by_id,
        PostVersion.written_by_id,
        Thread.author_id,
        Thread.last_poster_id,
        File.author_id,
    ):
        db.session.execute(
            update(column.class_).where(column == from_id).values({column: to_id}),
            execution_options={"synchronize_session": False},
        )
    _take_own_reactions_back(to_id)
    db.session.expire_all()
    for thread_id in shared:
        # Two names that are one person count as one writer.
        recount_thread(db.session.get_one(Thread, thread_id))
    if post_ids:
        announce(PostsHandedOver(from_id=from_id, to_id=to_id, post_ids=post_ids))
    return len(post_ids)


def _take_own_reactions_back(member_id: int) -> None:
    """Take back what the member said to posts that turn out to be their own."""
    own = select(Post.id).join(Reaction, Reaction.post_id == Post.id)
    own = own.where(Post.author_id == member_id, Reaction.member_id == member_id).distinct()
    for post_id in list(db.session.scalars(own)):
        given = Reaction.post_id == post_id, Reaction.member_id == member_id
        db.session.execute(
            delete(Reaction).where(*given), execution_options={"synchronize_session": False}
        )
        recount_reactions(db.session.get_one(Post, post_id))


def _threads_of_both(one_id: int, other_id: int) -> list[int]:
    """Return the threads in which both have written."""
    theirs = select(Post.thread_id).where(Post.author_id == other_id)
    both = select(Post.thread_id).where(Post.author_id == one_id, Post.thread_id.in_(theirs))
    return list(db.session.scalars(both.distinct()))
