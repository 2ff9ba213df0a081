"""Flags as those who made them see them, and as threads show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.accounts.queue.models import QueueItem
from forum.accounts.queue.rules import holds_at
from forum.accounts.values import Person
from forum.discussion.models import Post
from forum.discussion.rules import may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db, read
from forum.kernel.links import link_to
from forum.kernel.paging import Paging
from forum.kernel.sets import among
from forum.moderation.models import Flag, ReviewItem
from forum.moderation.queries.items import card_of_rule
from forum.moderation.rules import state_of_flag
from forum.moderation.values import FLAGS, ITEMS_PER_PAGE, OwnFlag


@dataclass(frozen=True, slots=True)
class OwnFlags:
    """One page of a member's own flags."""

    flags: tuple[OwnFlag, ...]
    paging: Paging


def find_waiting_item(post_id: int) -> ReviewItem | None:
    """Return the item that waits for facilitators because of the post."""
    query = select(ReviewItem).where(ReviewItem.post_id == post_id, ReviewItem.handled_at.is_(None))
    return db.session.scalar(query)


def has_open_flag(post_id: int, member_id: int) -> bool:
    """Tell whether the member has flagged the post, and facilitators have not decided yet."""
    query = select(Flag.id).join(Flag.item)
    query = query.where(ReviewItem.post_id == post_id, ReviewItem.handled_at.is_(None))
    return db.session.scalar(query.where(Flag.member_id == member_id)) is not None


_ON_POSTS = (
    select(
        ReviewItem.post_id,
        QueueItem.id.label("item_id"),
        func.count(Flag.id).label("flags"),
        func.max(Flag.id)
        .filter(Flag.member_id == bindparam("reader_id"))
        .is_not(None)
        .label("has_mine"),
    )
    .join(ReviewItem.flags)
    .join(QueueItem, and_(QueueItem.kind == FLAGS, QueueItem.subject_id == ReviewItem.id))
    .where(among(ReviewItem.post_id, "post_ids"), ReviewItem.handled_at.is_(None))
    .group_by(ReviewItem.post_id, QueueItem.id)
)


def flags_on_posts(post_ids: Sequence[int], person: Person) -> dict[int, Any]:
    """Return, by post, the item that waits, how many flags it has, and whether one is one's own.

    One statement for all posts of a page.
    """
    rows = read(_ON_POSTS, post_ids=post_ids, reader_id=person.id or 0)
    return {row.post_id: row for row in rows}


def page_of_own_flags(person: Person, *, page: int = 1) -> OwnFlags:
    """Return a page of the flags that the person made, newest first, with what became of them."""
    query = (
        select(Flag, QueueItem.claimed_until)
        .join(Flag.item)
        .join(QueueItem, and_(QueueItem.kind == FLAGS, QueueItem.subject_id == ReviewItem.id))
        .join(ReviewItem.post)
        .join(Post.thread)
        .where(Flag.member_id == person.member_id)
        .order_by(Flag.id.desc())
        .offset((page - 1) * ITEMS_PER_PAGE)
        .limit(ITEMS_PER_PAGE + 1)
        .options(
            joinedload(Flag.rule),
            contains_eager(Flag.item).contains_eager(ReviewItem.post).contains_eager(Post.thread),
        )
    )
    rows = db.session.execute(query).all()
    shown = tuple(_own(*row, person) for row in rows[:ITEMS_PER_PAGE])
    return OwnFlags(shown, Paging(page, len(rows) > ITEMS_PER_PAGE))


def _own(flag: Flag, claimed_until: datetime | None, person: Person) -> OwnFlag:
    """Show a flag; where the thread went out of sight, the facilitators' answer goes with it."""
    item, post = flag.item, flag.item.post
    is_seen = bool(may_see_thread(person, post.thread))
    return OwnFlag(
        rule=card_of_rule(flag.rule),
        because=flag.because,
        made_at=flag.made_at,
        thread_title=post.thread.title if is_seen else None,
        post_number=post.number,
        post_address=link_to(post) if is_seen else None,
        state=state_of_flag(
            is_handled=item.is_handled,
            is_talked=item.talked_at is not None,
            is_claimed=holds_at(claimed_until, now()),
        ),
        outcome=item.outcome,
        handled_at=item.handled_at,
        answer=item.because if is_seen else "",
    )


def flaggers_of(item_id: int) -> Sequence[int]:
    """Return the ids of those whose flags were decided about together."""
    return db.session.scalars(select(Flag.member_id).where(Flag.item_id == item_id)).all()


def members_who_flagged(post_id: int) -> Sequence[int]:
    """Return the ids of all who have flagged the post, whatever came of it."""
    query = select(Flag.member_id).join(Flag.item).where(ReviewItem.post_id == post_id)
    return db.session.scalars(query.distinct()).all()
