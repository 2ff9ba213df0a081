"""Telling members what concerns them, and taking note that they know."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select, true, update

from forum.accounts.identity import load_people
from forum.accounts.values import Person
from forum.discussion.following import Follower
from forum.discussion.models import Post, Thread
from forum.discussion.queries.following import list_followers
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.outreach.notifications.events import MemberNotified, NotificationsRead
from forum.outreach.notifications.models import Notification, UnwantedCause
from forum.outreach.notifications.queries.facts import (
    facts_of_change,
    facts_of_post,
    has_read,
    unwanted_causes,
)
from forum.outreach.notifications.queries.lines import get_notification
from forum.outreach.notifications.rules import causes_of, may_be_told
from forum.outreach.notifications.values import CAUSE_ABOUT, TOGETHER, Cause, Facts

KEPT = timedelta(days=180)
"""For so long read notifications are kept."""


def tell_of_post(post_id: int) -> None:
    """Tell everybody whom a new post concerns, each once and for the strongest cause.

    Doing it twice tells nobody twice.
    """
    post = _find_readable(post_id)
    if post is not None:
        _tell_all(post, facts_of_post(post), list_followers(post.thread))


def tell_of_change(post_id: int, *, by_id: int, newly_named: Sequence[str]) -> None:
    """Tell those whom a changed post mentions or quotes, and did not before."""
    post = _find_readable(post_id)
    if post is not None:
        facts = facts_of_change(post, actor_id=by_id, newly_named=newly_named)
        _tell_all(post, facts, list_followers(post.thread))


def _find_readable(post_id: int) -> Post | None:
    post = db.session.get(Post, post_id)
    return None if post is None or post.is_withdrawn else post


def _tell_all(post: Post, facts: Facts, followers: Mapping[int, Follower]) -> None:
    """Tell whom the post concerns, without those who may not see it or do not want to know."""
    causes = causes_of(facts, followers)
    unwanted = unwanted_causes(causes)
    for person in load_people(causes):
        cause = causes[person.member_id]
        is_wanted = cause not in unwanted.get(person.member_id, ())
        if is_wanted and may_be_told(person, post.thread, facts.actor_id):
            _tell_of_post(person, post, cause, facts)


def _tell_of_post(person: Person, post: Post, cause: Cause, facts: Facts) -> None:
    """Write the notification, or make one that is there speak of a stronger cause."""
    before = db.session.scalar(
        select(Notification).where(
            Notification.member_id == person.member_id, Notification.post_id == post.id
        )
    )
    if before is not None and before.cause.strength >= cause.strength:
        return
    moment = now()
    # Who has the thread open has seen the post before this was written.
    read_at = moment if facts.is_new and has_read(person, post) else None
    _write(
        cause,
        {"member_id": person.member_id, "post_id": post.id},
        {
            "cause": cause,
            "actor_id": facts.actor_id,
            "made_at": moment,
            "read_at": read_at,
            "done_at": None,
        },
    )


def tell(
    cause: Cause,
    *,
    member_id: int,
    actor_id: int | None,
    post_id: int | None = None,
    thread_id: int | None = None,
) -> bool:
    """Tell one member one thing, about a post or else about a thread as such, and anew.

    Nothing is told to who may not see the thread, or does not want to know: then False.
    """
    post = db.session.get(Post, post_id) if post_id else None
    thread = post.thread if post else db.session.get(Thread, thread_id)
    people = load_people([member_id])
    if thread is None or not people or cause in unwanted_causes([member_id]).get(member_id, ()):
        return False
    if not may_be_told(people[0], thread, actor_id):
        return False
    facts = {"actor_id": actor_id, "made_at": now(), "read_at": None, "done_at": None}
    if post:
        _write(cause, {"member_id": member_id, "post_id": post.id}, {"cause": cause, **facts})
    else:
        key = {"member_id": member_id, "thread_id": thread.id, "cause": cause}
        _write(cause, key, facts)
    return True


def _write(cause: Cause, key: dict[str, Any], facts: dict[str, Any]) -> None:
    statement = insert_into(Notification).values(**key, **facts)
    written = statement.on_conflict_do_update(index_elements=list(key), set_=facts)
    id_ = db.session.execute(written.returning(Notification.id)).scalar_one()
    announce(MemberNotified(notification_id=id_, member_id=key["member_id"], cause=cause))


def read_what_was_shown(
    positions: Sequence[tuple[int, int, int]], posts: Sequence[tuple[int, int]]
) -> None:
    """Take as read what is about posts that members were shown.

    `positions` says up to which number of which thread a member was shown it, `posts` which posts
    besides, where a page is no stretch of a thread.
    """
    for member_id, thread_id, number in positions:
        of_thread = (Post.thread_id == thread_id) & (Post.number <= number)
        is_shown = exists().where(Post.id == Notification.post_id, of_thread)
        _take_as_read(member_id, or_(Notification.thread_id == thread_id, is_shown))
    for member_id, post_id in posts:
        _take_as_read(member_id, Notification.post_id == post_id)


def mark_read(notification_id: int, *, by: Person) -> None:
    """Mark a line as read: the notification, and those that are told together with it.

    Raises NotFound.
    """
    found = get_notification(notification_id, by=by)
    condition = Notification.id == found.id
    if found.cause in TOGETHER:
        is_beside = exists().where(
            Post.id == Notification.post_id, Post.thread_id == found.thread_id
        )
        condition = condition | ((Notification.cause == found.cause) & is_beside)
    _take_as_read(by.member_id, condition)


def mark_all_read(*, by: Person, cause: Cause | None = None) -> None:
    """Mark everything that the member was told as read, or what they were told for one cause."""
    _take_as_read(by.member_id, true() if cause is None else Notification.cause == cause)


def _take_as_read(member_id: int, condition: ColumnElement[bool]) -> None:
    statement = (
        update(Notification)
        .where(Notification.member_id == member_id, Notification.read_at.is_(None), condition)
        .values(read_at=now())
    )
    found: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    if found.rowcount:
        announce(NotificationsRead(member_id=member_id))


def say_done(notification_id: int, *, by: Person) -> None:
    """Say that a mention or a reply needs no answer. Raises NotFound."""
    get_notification(notification_id, by=by)
    row = db.session.get_one(Notification, notification_id)
    row.done_at = row.done_at or now()
    _take_as_read(by.member_id, Notification.id == row.id)


def choose_causes(wanted: Iterable[Cause], *, by: Person) -> None:
    """Say what the member wants to be told of."""
    wanted = set(wanted)
    if not wanted <= set(CAUSE_ABOUT):
        raise Invalid("cause", "Please choose from what is offered.")
    db.session.execute(delete(UnwantedCause).where(UnwantedCause.member_id == by.member_id))
    unwanted = [cause for cause in CAUSE_ABOUT if cause not in wanted]
    db.session.add_all([UnwantedCause(member_id=by.member_id, cause=one) for one in unwanted])
    db.session.flush()


def forget_thread(thread_id: int, post_ids: Sequence[int]) -> None:
    """Remove what anybody was told about a thread and its posts."""
    about = or_(Notification.thread_id == thread_id, Notification.post_id.in_(post_ids))
    gone = db.session.execute(
        delete(Notification).where(about).returning(Notification.member_id),
        execution_options={"synchronize_session": False},
    )
    for member_id in sorted(set(gone.scalars())):
        announce(NotificationsRead(member_id=member_id))


def forget_old_notifications() -> None:
    """Remove what was read long ago, save for what concerned the member directly."""
    db.session.execute(
        delete(Notification).where(
            Notification.read_at < now() - KEPT, Notification.cause.in_(TOGETHER)
        ),
        execution_options={"synchronize_session": False},
    )
