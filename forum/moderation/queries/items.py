"""The review queue as a facilitator sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.agreement.models import Rule
from forum.accounts.models import Member
from forum.accounts.values import SYSTEM, Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import get_post
from forum.discussion.values import MemberCard
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.paging import Paging, last_page
from forum.kernel.verdicts import require
from forum.moderation.models import Flag, ReviewItem
from forum.moderation.rules import categories_looked_after, may_see_item
from forum.moderation.values import ITEMS_PER_PAGE, Case, FlagCard, ItemCard, RuleCard


@dataclass(frozen=True, slots=True)
class ItemList:
    """One page of the queue."""

    items: tuple[ItemCard, ...]
    paging: Paging
    count: int


def select_visible_items(person: Person) -> Select[ReviewItem]:
    """Select the items that exist for this person, with post and thread: twin of may_see_item."""
    query = select(ReviewItem).join(ReviewItem.post).join(Post.thread)
    if person.is_system:
        return query
    looked_after: ColumnElement[bool] = Thread.category_id.in_(categories_looked_after(person))
    if person.is_community_facilitator:
        looked_after = or_(looked_after, Thread.category_id.is_(None))
    return query.where(looked_after, Post.author_id != (person.id or 0))


def count_waiting(person: Person) -> int:
    """Return how many posts wait for this facilitator to look at their flags."""
    waiting = select_visible_items(person).where(ReviewItem.handled_at.is_(None))
    return db.session.scalar(waiting.with_only_columns(func.count(ReviewItem.id))) or 0


def page_of_items(person: Person, *, handled: bool = False, page: int = 1) -> ItemList:
    """Return a page of the queue: waiting items oldest first, or handled ones newest first."""
    query = select_visible_items(person)
    query = _handled(query) if handled else _waiting(query)
    count = db.session.scalar(query.order_by(None).with_only_columns(func.count(ReviewItem.id)))
    last = last_page(count or 0, ITEMS_PER_PAGE)
    page = max(1, min(page, last))
    query = query.offset((page - 1) * ITEMS_PER_PAGE).limit(ITEMS_PER_PAGE)
    items = db.session.scalars(query.options(*_whole())).all()
    return ItemList(_cards(items, person), Paging(page, page < last, last), count or 0)


def get_item_card(item_id: int, *, by: Person) -> ItemCard:
    """Return an item of this person's queue, ready to be shown. Raises NotFound."""
    query = select_visible_items(by).where(ReviewItem.id == item_id)
    # What this session loaded before the act may be older than what the act has found.
    query = query.options(*_whole()).execution_options(populate_existing=True)
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return _cards([item], by)[0]


def get_item(item_id: int, *, by: Person) -> ReviewItem:
    """Return an item of this person's queue, locked for the change when there is one.

    The thread is locked first, as everywhere, so that two acts never wait for each other. It is
    fetched by the system, since a flagged post may stand in a conversation: what the facilitator
    may see of it is decided by may_see_item alone. Raises NotFound.
    """
    post_id = db.session.scalar(select(ReviewItem.post_id).where(ReviewItem.id == item_id))
    if post_id is None:
        raise NotFound
    post = get_post(post_id, by=SYSTEM)
    query = (
        select(ReviewItem).where(ReviewItem.id == item_id).options(selectinload(ReviewItem.flags))
    )
    if is_writing():
        db.session.refresh(post)
        query = query.with_for_update().execution_options(populate_existing=True)
    item = db.session.scalars(query).one()
    require(may_see_item(by, case_of(item)))
    return item


def case_of(item: ReviewItem) -> Case:
    """Return what rules ask about the item."""
    return Case(
        item.post.thread.category_id,
        item.post.author_id,
        frozenset(flag.member_id for flag in item.flags),
    )


def card_of_rule(rule: Rule) -> RuleCard:
    """Return a rule as pages show it."""
    return RuleCard(rule.id, rule.number, rule.title)


def card_of_member(member: Member) -> MemberCard:
    """Return a member as pages show them."""
    return MemberCard(member.id, member.handle, member.name, member.picture)


def _waiting(query: Select[ReviewItem]) -> Select[ReviewItem]:
    waiting = query.where(ReviewItem.handled_at.is_(None))
    return waiting.order_by(ReviewItem.opened_at, ReviewItem.id)


def _handled(query: Select[ReviewItem]) -> Select[ReviewItem]:
    handled = query.where(ReviewItem.handled_at.is_not(None))
    return handled.order_by(ReviewItem.handled_at.desc(), ReviewItem.id.desc())


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        contains_eager(ReviewItem.post).contains_eager(Post.thread),
        contains_eager(ReviewItem.post).joinedload(Post.author),
        joinedload(ReviewItem.handled_by),
        selectinload(ReviewItem.flags).joinedload(Flag.member),
        selectinload(ReviewItem.flags).joinedload(Flag.rule),
    )


def _cards(items: Sequence[ReviewItem], person: Person) -> tuple[ItemCard, ...]:
    htmls = fill_texts([_shown(item) for item in items], person)
    return tuple(_card(item, html) for item, html in zip(items, htmls, strict=True))


def _shown(item: ReviewItem) -> str:
    """Return the text that facilitators read: of a post in a conversation the copy, if at all."""
    return item.copy or "" if item.post.thread.is_conversation else item.post.html


def _card(item: ReviewItem, html: str) -> ItemCard:
    post = item.post
    is_private = post.thread.is_conversation
    return ItemCard(
        id=item.id,
        version=item.version,
        opened_at=item.opened_at,
        post_id=post.id,
        post_number=None if is_private else post.number,
        post_address=None if is_private else link_to(post),
        posted_at=post.created_at,
        html=html,
        is_withdrawn=post.is_withdrawn,
        author=card_of_member(post.author),
        thread_title=None if is_private else post.thread.title,
        category_id=post.thread.category_id,
        flags=tuple(_flag_card(flag) for flag in item.flags),
        outcome=item.outcome,
        handled_by=card_of_member(item.handled_by) if item.handled_by else None,
        handled_at=item.handled_at,
        because=item.because,
    )


def _flag_card(flag: Flag) -> FlagCard:
    return FlagCard(
        card_of_member(flag.member), card_of_rule(flag.rule), flag.because, flag.made_at
    )
