"""Acts of a member who wants to hear more, or less, of a thread, a category or a tag."""

from sqlalchemy import delete, select

from forum.accounts.values import Person
from forum.discussion.following import Following
from forum.discussion.models import (
    CategoryFollowing,
    Tag,
    TagFollowing,
    Thread,
    ThreadFollowing,
)
from forum.discussion.models.following import FOLLOWINGS
from forum.discussion.queries.following import find_own_following, get_following_preference
from forum.discussion.rules import (
    PLACE_FOLLOWINGS,
    THREAD_FOLLOWINGS,
    may_see_category,
    may_see_thread,
)
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.stamps import raise_stamp
from forum.kernel.verdicts import require

NOT_OFFERED = "Please choose one of the ways to follow."


def follow_thread(thread: Thread, following: Following | None, *, by: Person) -> None:
    """Let this hold for the thread; None leaves it to its category and tags."""
    require(may_see_thread(by, thread))
    if following is not None and following not in THREAD_FOLLOWINGS:
        raise Invalid("following", NOT_OFFERED)
    before = find_own_following(thread.id, by)
    if Following.MUTED in {following, before.following if before else None}:
        raise_stamp(FOLLOWINGS)
    if following is None:
        db.session.execute(
            delete(ThreadFollowing).where(
                ThreadFollowing.member_id == by.member_id, ThreadFollowing.thread_id == thread.id
            )
        )
        return
    _put(by.member_id, thread.id, following)


def _put(member_id: int, thread_id: int, following: Following) -> None:
    chosen = {"following": int(following), "is_automatic": False, "changed_at": now()}
    statement = insert_into(ThreadFollowing).values(
        member_id=member_id, thread_id=thread_id, **chosen
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["member_id", "thread_id"], set_=chosen)
    )


def follow_by_writing(thread_id: int, member_id: int, *, has_started: bool) -> None:
    """Let a thread be followed because the member wrote in it, as they prefer.

    What they have chosen themselves stays, and what came from writing only rises.
    """
    preference = get_following_preference(member_id)
    following = preference.when_starting if has_started else preference.when_replying
    if following <= Following.NORMAL:
        return
    statement = insert_into(ThreadFollowing).values(
        member_id=member_id,
        thread_id=thread_id,
        following=following,
        is_automatic=True,
        changed_at=now(),
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["member_id", "thread_id"],
            set_={"following": statement.excluded.following},
            where=ThreadFollowing.is_automatic
            & (ThreadFollowing.following < statement.excluded.following),
        )
    )


def follow_category(category_id: int, following: Following | None, *, by: Person) -> None:
    """Let this hold for the threads of the category, and of those below it without a choice."""
    require(may_see_category(by, category_id))
    _check_place(following)
    row = db.session.get(CategoryFollowing, (by.member_id, category_id))
    if following is None:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(
            CategoryFollowing(
                member_id=by.member_id, category_id=category_id, following=int(following)
            )
        )
    else:
        row.following = int(following)
    db.session.flush()


def follow_tag(tag: Tag, following: Following | None, *, by: Person) -> None:
    """Let this hold for the threads with the tag."""
    _check_place(following)
    row = db.session.get(TagFollowing, (by.member_id, tag.id))
    if following is None:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(
            TagFollowing(member_id=by.member_id, tag_id=tag.id, following=int(following))
        )
    else:
        row.following = int(following)
    db.session.flush()


def move_tag_followings(from_id: int, to_id: int) -> None:
    """Let who followed one tag follow the other, where they have chosen nothing for that."""
    has_other = select(TagFollowing.member_id).where(TagFollowing.tag_id == to_id)
    rows = db.session.scalars(
        select(TagFollowing).where(
            TagFollowing.tag_id == from_id, TagFollowing.member_id.not_in(has_other)
        )
    ).all()
    for row in rows:
        db.session.add(TagFollowing(member_id=row.member_id, tag_id=to_id, following=row.following))
    db.session.flush()


def prefer_following(when_starting: Following, when_replying: Following, *, by: Person) -> None:
    """Choose what writing brings about."""
    if not {when_starting, when_replying} <= set(THREAD_FOLLOWINGS) - {Following.MUTED}:
        raise Invalid("following", NOT_OFFERED)
    preference = get_following_preference(by.member_id)
    preference.when_starting = int(when_starting)
    preference.when_replying = int(when_replying)
    db.session.add(preference)


def _check_place(following: Following | None) -> None:
    if following is not None and following not in PLACE_FOLLOWINGS:
        raise Invalid("following", NOT_OFFERED)
