"""What goes with moved posts: how far they were read, who follows, what points at their thread."""

from collections.abc import Mapping

from sqlalchemy import func, literal, select, update

from forum.discussion.following import Following
from forum.discussion.models import (
    Bookmark,
    Draft,
    HeldPost,
    Post,
    ReadingPosition,
    Thread,
    ThreadFollowing,
)
from forum.discussion.models.following import FOLLOWINGS
from forum.discussion.values.drafts import DraftKind
from forum.kernel.db import db, insert_into
from forum.kernel.stamps import raise_stamp

AS_IT_IS = {"synchronize_session": False}


def carry_positions(
    source: Thread, target: Thread, numbers: Mapping[int, int], *, before: int
) -> None:
    """Let who has read moved posts have read them where they stand now, and nobody lag behind.

    `numbers` are the new ones by the old ones, and `before` was the last one there until now: who
    had not come so far finds the moved ones unread below it.
    """
    added = sorted((new, old) for old, new in numbers.items() if new > before)
    here = select(ReadingPosition.member_id, ReadingPosition.last_read, ReadingPosition.read_at)
    known = select(ReadingPosition.member_id, ReadingPosition.last_read)
    in_target = known.where(ReadingPosition.thread_id == target.id)
    there = {row.member_id: row.last_read for row in db.session.execute(in_target)}
    rows = []
    for member_id, last_read, read_at in db.session.execute(
        here.where(ReadingPosition.thread_id == source.id)
    ):
        come = before
        for new, old in added:
            if old > last_read:
                break
            come = new
        if come > before and there.get(member_id, 0) >= before:
            row = {"member_id": member_id, "thread_id": target.id, "last_read": come}
            rows.append({**row, "read_at": read_at})
    if rows:
        statement = insert_into(ReadingPosition)
        values = {"last_read": statement.excluded.last_read}
        db.session.execute(
            statement.on_conflict_do_update(index_elements=["member_id", "thread_id"], set_=values),
            rows,
        )
    _catch_up(source)


def _catch_up(thread: Thread) -> None:
    """Let who has read all that is left have read the thread to its end."""
    last = select(func.coalesce(func.max(Post.number), 0)).where(Post.thread_id == thread.id)
    db.session.execute(
        update(ReadingPosition)
        .where(
            ReadingPosition.thread_id == thread.id,
            ReadingPosition.last_read >= last.scalar_subquery(),
        )
        .values(last_read=thread.last_number),
        execution_options=AS_IT_IS,
    )


def carry_followings(source_id: int, target_id: int) -> None:
    """Let who follows one thread, or has muted it, do so with the other, unless they chose there."""
    rows = select(
        ThreadFollowing.member_id,
        literal(target_id),
        ThreadFollowing.following,
        ThreadFollowing.is_automatic,
        ThreadFollowing.changed_at,
    ).where(ThreadFollowing.thread_id == source_id)
    names = ["member_id", "thread_id", "following", "is_automatic", "changed_at"]
    db.session.execute(
        insert_into(ThreadFollowing).from_select(names, rows).on_conflict_do_nothing()
    )
    muted = (ThreadFollowing.thread_id == target_id, ThreadFollowing.following == Following.MUTED)
    if db.session.scalar(select(ThreadFollowing.member_id).where(*muted).limit(1)) is not None:
        raise_stamp(FOLLOWINGS)


def carry_what_points_at(source: Thread, target: Thread, first_post_id: int) -> None:
    """Let bookmarks of a thread that is no more, and replies begun or held in it, find the other."""
    of_thread = Bookmark.thread_id == source.id
    has_own = select(Bookmark.member_id).where(Bookmark.post_id == first_post_id)
    db.session.execute(
        update(Bookmark)
        .where(of_thread, Bookmark.member_id.not_in(has_own))
        .values(thread_id=None, post_id=first_post_id),
        execution_options=AS_IT_IS,
    )
    db.session.execute(
        update(HeldPost)
        .where(HeldPost.thread_id == source.id)
        .values(thread_id=target.id, category_id=target.category_id),
        execution_options=AS_IT_IS,
    )
    replies = Draft.kind == DraftKind.REPLY
    has_begun = select(Draft.member_id).where(replies, Draft.thing_id == target.id)
    db.session.execute(
        update(Draft)
        .where(replies, Draft.thing_id == source.id, Draft.member_id.not_in(has_begun))
        .values(thing_id=target.id),
        execution_options=AS_IT_IS,
    )
