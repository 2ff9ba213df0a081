"""Flagged posts as a facilitator sees them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.agreement.models import Rule
from forum.accounts.models import Member
from forum.accounts.values import SYSTEM, Person, Role, Standing
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import get_post, is_alive
from forum.discussion.rules import categories_looked_after, has_expired, may_see_thread
from forum.discussion.values import MemberCard
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.sets import among_these
from forum.kernel.verdicts import require
from forum.moderation.models import Flag, ReviewItem
from forum.moderation.rules import may_handle, may_see_item, may_talk
from forum.moderation.values import Case, FlagCard, ItemCard, RuleCard


def select_visible_items(person: Person) -> Select[ReviewItem]:
    """Select the items that exist for this person, with post and thread: twin of may_see_item."""
    query = select(ReviewItem).join(ReviewItem.post).join(Post.thread)
    if person.is_system:
        return query
    grants = person.grants
    looked_after: ColumnElement[bool] = and_(
        Thread.category_id.in_(categories_looked_after(person)),
        or_(~Thread.is_reserved, among_these(Thread.id, sorted(grants.opened_by_name))),
    )
    if person.is_community_facilitator:
        handed_on = ReviewItem.is_handed_on & ~among_these(Thread.id, sorted(grants.kept_from))
        looked_after = or_(looked_after, Thread.category_id.is_(None), handed_on)
    return query.where(looked_after, is_alive(), Post.author_id != (person.id or 0))


def visible_item_ids(person: Person) -> Select[int]:
    """Select the ids of the items that exist for this person."""
    return select_visible_items(person).with_only_columns(ReviewItem.id)


def cards_of_items(ids: Sequence[int], person: Person) -> dict[int, ItemCard]:
    """Return items of this person's queue by their ids, with texts that are not filled yet."""
    query = select_visible_items(person).where(among_these(ReviewItem.id, sorted(ids)))
    # What this session loaded before the act may be older than what the act has found.
    query = query.options(*_whole()).execution_options(populate_existing=True)
    return {item.id: _card(item, person) for item in db.session.scalars(query).unique()}


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
        _reserved_id(item),
        item.is_handed_on,
        has_expired(item.post.thread),
        _answers(item.post.author),
    )


def _answers(author: Member) -> bool:
    return author.standing is Standing.ACTIVE and author.role is not Role.GUEST


def _reserved_id(item: ReviewItem) -> int | None:
    return item.post.thread_id if item.post.thread.is_reserved else None


def card_of_rule(rule: Rule) -> RuleCard:
    """Return a rule as pages show it."""
    return RuleCard(rule.id, rule.number, rule.title)


def card_of_member(member: Member) -> MemberCard:
    """Return a member as pages show them."""
    return MemberCard(member.id, member.handle, member.name, member.picture)


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        contains_eager(ReviewItem.post).contains_eager(Post.thread),
        contains_eager(ReviewItem.post).joinedload(Post.author),
        joinedload(ReviewItem.handled_by),
        joinedload(ReviewItem.flags).joinedload(Flag.member),
        joinedload(ReviewItem.flags).joinedload(Flag.rule),
    )


def is_open_to(person: Person, thread: Thread) -> bool:
    """Tell whether who decides about a flag may read the thread, and not just the flagged copy.

    A conversation is shown by its copy even to who is in it: they decide for the community there.
    """
    return not thread.is_conversation and bool(may_see_thread(person, thread))


def _card(item: ReviewItem, person: Person) -> ItemCard:
    post = item.post
    is_private = not is_open_to(person, post.thread)
    return ItemCard(
        id=item.id,
        opened_at=item.opened_at,
        post_id=post.id,
        post_number=None if is_private else post.number,
        post_address=None if is_private else link_to(post),
        posted_at=post.created_at,
        html=item.copy or "" if is_private else post.html,
        is_withdrawn=post.is_withdrawn,
        author=card_of_member(post.author),
        thread_title=None if is_private else post.thread.title,
        category_id=post.thread.category_id,
        reserved_id=_reserved_id(item),
        is_handed_on=item.is_handed_on,
        flags=tuple(_flag_card(flag) for flag in item.flags),
        outcome=item.outcome,
        handled_by=card_of_member(item.handled_by) if item.handled_by else None,
        handled_at=item.handled_at,
        because=item.because,
        may_handle=may_handle(person, case_of(item)),
        talked_at=item.talked_at,
        may_talk=may_talk(person, case_of(item)),
    )


def _flag_card(flag: Flag) -> FlagCard:
    return FlagCard(
        card_of_member(flag.member), card_of_rule(flag.rule), flag.because, flag.made_at
    )
