"""Writing under a pseudonym. Nothing that is written down here names the member who writes."""

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.values import MemberId, Person, Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import (
    add_post,
    find_submission,
    restore_post,
    revise_post,
    withdraw_post,
)
from forum.discussion.pseudonyms.models import Pseudonym, WaitingPost
from forum.discussion.pseudonyms.queries.custodians import sealed_for
from forum.discussion.pseudonyms.queries.pseudonyms import row_of_member, scene_of
from forum.discussion.pseudonyms.rules import is_answered_for, may_use_pseudonym, may_write_on
from forum.discussion.writing import Writing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.markup import marked_files
from forum.kernel.times import only_day
from forum.kernel.verdicts import require

SHORTEST_DELAY = 5
"""Minutes; the longest is a setting."""
NO_FILES = "A file could tell who sent it: under a pseudonym only words are posted."


def write_as(
    pseudonym: Pseudonym,
    thread: Thread,
    writing: Writing,
    *,
    by: Person,
    delay: int,
    to: Post | None = None,
    submission_key: str | None = None,
) -> None:
    """Reply under a pseudonym; it is published after five to `delay` minutes, by chance.

    The same submission sent twice is written once.
    """
    require(may_use_pseudonym(by, thread, scene_of(thread)))
    require(may_write_on(by, thread, pseudonym))
    require(is_answered_for(pseudonym, is_liftable=sealed_for(pseudonym).is_liftable))
    if to is not None and to.thread_id != thread.id:
        raise Invalid("body", "The post that you answer is not in this thread.")
    refuse_files(writing)
    if _is_sent(pseudonym, submission_key):
        return
    waiting = WaitingPost(
        pseudonym_id=pseudonym.member_id,
        thread_id=thread.id,
        parent_number=to.number if to else None,
        raw=writing.raw,
        submission_key=submission_key,
        due_at=now() + some_while(delay),
    )
    if delay:
        db.session.add(waiting)
        db.session.flush()
    else:
        _publish(waiting, pseudonym, thread, writing)


def publish(waiting: WaitingPost, writing: Writing) -> None:
    """Let a post be read whose time has come, or note why it cannot."""
    thread = db.session.get_one(Thread, waiting.thread_id, with_for_update=True)
    pseudonym = db.session.get_one(Pseudonym, waiting.pseudonym_id)
    if thread.is_closed or thread.is_archived:
        waiting.refused_because = "The thread was closed before this could be published."
    elif pseudonym.muted_because:
        waiting.refused_because = "The pseudonym was muted before this could be published."
    else:
        _publish(waiting, pseudonym, thread, writing)
        db.session.delete(waiting)
    db.session.flush()


def take_back(waiting: WaitingPost, pseudonym: Pseudonym) -> bool:
    """Drop a post that is not published yet; False when it is another pseudonym's."""
    if waiting.pseudonym_id != pseudonym.member_id:
        return False
    db.session.delete(waiting)
    db.session.flush()
    return True


def revise_as(
    pseudonym: Pseudonym, post: Post, writing: Writing, *, by: Person, seen: int | None
) -> None:
    """Change a post under a pseudonym; of when, no more than the day is kept."""
    require(may_write_on(by, post.thread, pseudonym))
    refuse_files(writing)
    revise_post(post.thread, post, writing, by=as_pseudonym(by, pseudonym), seen_revision=seen)
    if post.edited_at is not None:
        post.edited_at = max(only_day(post.edited_at), post.created_at)
    db.session.flush()


def withdraw_as(pseudonym: Pseudonym, post: Post, *, by: Person) -> None:
    """Withdraw a post under a pseudonym."""
    withdraw_post(post.thread, post, by=as_pseudonym(by, pseudonym))
    post.withdrawn_at = only_day(now())
    db.session.flush()


def restore_as(pseudonym: Pseudonym, post: Post, *, by: Person) -> None:
    """Bring a post back that its author withdrew under the pseudonym."""
    restore_post(post.thread, post, by=as_pseudonym(by, pseudonym))


def as_pseudonym(person: Person, pseudonym: Pseudonym) -> Person:
    """Return the person as one who acts under the pseudonym: what is written down names it alone.

    What their own groups open to them stays, and so does a silence.
    """
    row = row_of_member(pseudonym)
    return replace(
        person,
        id=MemberId(row.id),
        handle=row.handle,
        name=row.name,
        role=Role.MEMBER,
        picture=None,
    )


def _publish(waiting: WaitingPost, pseudonym: Pseudonym, thread: Thread, writing: Writing) -> None:
    answered = None
    if waiting.parent_number is not None:
        answered = db.session.scalar(
            select(Post).where(Post.thread_id == thread.id, Post.number == waiting.parent_number)
        )
    add_post(
        thread,
        writing,
        author_id=pseudonym.member_id,
        at=only_day(now()),
        to=answered,
        submission_key=waiting.submission_key,
    )


def _is_sent(pseudonym: Pseudonym, key: str | None) -> bool:
    if find_submission(pseudonym.member_id, key) is not None:
        return True
    query = select(WaitingPost.id).where(
        WaitingPost.pseudonym_id == pseudonym.member_id, WaitingPost.submission_key == key
    )
    return bool(key) and db.session.scalar(query) is not None


def refuse_files(writing: Writing) -> None:
    """Refuse a text that names files. Raises Invalid."""
    if set(marked_files(writing.rendered.html)):
        raise Invalid("body", NO_FILES)


def some_while(longest: int) -> timedelta:
    """Return how long something waits to be published: minutes up to these, by chance."""
    shortest = min(SHORTEST_DELAY, longest)
    spread = (longest - shortest) * 60
    return timedelta(minutes=shortest, seconds=secrets.randbelow(spread + 1))
