"""Handing in what may have to wait: what pages call, instead of posting it themselves."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Invitation
from forum.accounts.queue.operations import open_item
from forum.accounts.values import Person
from forum.discussion.events import PostHeld
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.held import put_text
from forum.discussion.operations.labels import LabelChoice, check_reuse
from forum.discussion.operations.pace import demand_pace
from forum.discussion.operations.posts import find_submission, reply
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.threads import start_thread
from forum.discussion.operations.watching import Checked, check_wording
from forum.discussion.queries.categories import directory
from forum.discussion.rules import (
    may_be_new,
    may_continue_post,
    may_reply,
    may_start_thread,
    must_wait,
)
from forum.discussion.values import CategoryCard
from forum.discussion.values.held import (
    HELD_POSTS,
    HELD_WORDS,
    Approval,
    HeldBecause,
    HeldState,
)
from forum.discussion.values.labels import Life, Reuse
from forum.discussion.writing import Writing, check_tags, check_title
from forum.kernel.application import this_settings
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require

MOST_WAITING = 20
"""Posts of one member that wait at once."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form that was sent says of itself, so that nothing is posted twice or unread."""

    key: str | None = None
    seen: frozenset[int] = frozenset()
    """The warnings that its writer has read."""


SENT = Sent()


def hand_in_reply(
    thread: Thread,
    writing: Writing,
    *,
    by: Person,
    to: Post | None = None,
    reuse: Reuse | None = None,
    sent: Sent = SENT,
) -> Post | HeldPost:
    """Reply to the thread, or let the reply wait where its place asks for that.

    What is open by name alone never waits: its author has chosen who reads it, and a facilitator
    has no right there by being one.
    """
    require(may_reply(by, thread))
    demand_pace(thread, by=by, key=sent.key)
    category_id = thread.category_id
    if category_id is None:
        return reply(thread, writing, by=by, to=to, submission_key=sent.key, reuse=reuse)
    checked = check_wording(writing, seen=sent.seen)
    because = _why_waits(checked, category_id, directory().by_id[category_id].replies_wait, by)
    if because is None or thread.is_reserved:
        return reply(thread, checked.writing, by=by, to=to, submission_key=sent.key, reuse=reuse)
    check_reuse(thread, reuse)
    if to is not None and to.thread_id != thread.id:
        raise Invalid("body", "The post that you answer is not in this thread.")
    check_quotes(checked.writing.rendered.quotes, thread, by=by, reuse=reuse)
    held = HeldPost(
        category_id=category_id, thread_id=thread.id, parent_id=to.id if to else None, reuse=reuse
    )
    return _hold(held, checked, because, sent.key, by=by)


def hand_in_thread(
    category: CategoryCard,
    title: str,
    writing: Writing,
    *,
    tags: list[str],
    by: Person,
    continues: Post | None = None,
    label: LabelChoice | None = None,
    sent: Sent = SENT,
) -> Thread | HeldPost:
    """Start a thread, or let it wait where its category asks for that."""
    require(may_start_thread(by, category))
    title, tags = check_title(title), check_tags(tags)
    checked = check_wording(writing, title=title, tags=tags, seen=sent.seen)
    because = _why_waits(checked, category.id, category.threads_wait, by)
    is_by_name = label is not None and (label.named is not None or label.case is not None)
    if because is None or is_by_name or category.is_for_cases:
        return start_thread(
            category,
            checked.title,
            checked.writing,
            tags=checked.tags,
            by=by,
            submission_key=sent.key,
            continues=continues,
            label=label,
        )
    if continues is not None:
        require(may_continue_post(by, continues.thread, continues))
    if label is None:
        label = LabelChoice(
            reuse=category.reuse, life=Life(days_after_reply=category.days_after_reply)
        )
    held = HeldPost(
        category_id=category.id,
        continues_id=continues.id if continues else None,
        title=checked.title,
        tags=checked.tags,
        reuse=label.reuse,
        matter=label.matter,
        ends_on=label.life.ends_on,
        days_after_reply=label.life.days_after_reply,
    )
    return _hold(held, checked, because, sent.key, by=by)


def _why_waits(
    checked: Checked, category_id: int, approval: Approval, by: Person
) -> HeldBecause | None:
    """Return why something waits; None for what does not."""
    if must_wait(by, category_id, approval):
        return HeldBecause.CATEGORY
    if checked.is_held and not by.facilitates(category_id):
        return HeldBecause.WORD
    return HeldBecause.NEWCOMER if _is_new(by) else None


def _is_new(person: Person) -> bool:
    """Tell whether the person's first posts wait, and they have not written so many yet.

    Who was invited is vouched for by a member, and is no stranger.
    """
    most = this_settings().newcomer_posts
    if not most or not may_be_new(person):
        return False
    invited = select(Invitation.id).where(Invitation.accepted_by_id == person.member_id)
    if db.session.scalar(invited.limit(1)) is not None:
        return False
    written = (
        select(func.count(Post.id))
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id == person.member_id,
            Post.withdrawn_at.is_(None),
            Thread.category_id.is_not(None),
        )
    )
    return (db.session.scalar(written) or 0) < most


def _hold(
    held: HeldPost,
    checked: Checked,
    because: HeldBecause,
    submission_key: str | None,
    *,
    by: Person,
) -> HeldPost:
    already = _find_handed_in(by.member_id, submission_key)
    if already is not None:
        if already.raw == checked.writing.raw or not already.is_waiting:
            return already
        submission_key = None
    if find_submission(by.member_id, submission_key) is not None:
        submission_key = None
    own = select(func.count()).where(
        HeldPost.author_id == by.member_id, HeldPost.state == HeldState.WAITING
    )
    if (db.session.scalar(own) or 0) >= MOST_WAITING:
        raise Invalid(
            "body", f"{MOST_WAITING} posts of yours wait already. Please be patient with us."
        )
    held.author_id, held.submission_key = by.member_id, submission_key
    held.held_at, held.held_because = now(), because
    held.state, held.revision = HeldState.WAITING, 1
    put_text(held, checked)
    try:
        with db.session.begin_nested():
            db.session.add(held)
    except IntegrityError:
        # Both clicks of a double click got past the look-up: the other one has won.
        found = _find_handed_in(by.member_id, submission_key)
        if found is None:
            raise
        return found
    open_item(HELD_POSTS, held.id, HELD_WORDS[because], by_id=None)
    announce(PostHeld(held_id=held.id, author_id=by.member_id, because=str(because)))
    return held


def _find_handed_in(author_id: int, key: str | None) -> HeldPost | None:
    if not key:
        return None
    mine = select(HeldPost).where(HeldPost.author_id == author_id)
    return db.session.scalar(mine.where(HeldPost.submission_key == key))
