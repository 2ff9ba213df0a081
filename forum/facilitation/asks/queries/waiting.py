"""Posts that nobody else has answered, for those who look after their place.

What is a newcomer's first post is asked among what this facilitator sees: whether somebody wrote
before in a place that is closed to them must not show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person, Role, Standing
from forum.discussion.models import Post, Reaction, Thread
from forum.discussion.queries.threads import is_listed_for
from forum.discussion.rules import categories_looked_after
from forum.discussion.values import MemberCard, Sign
from forum.facilitation.asks.models import Ask, NeedlessReply, ReplyClaim
from forum.facilitation.asks.queries.asks import ask_of
from forum.facilitation.asks.rules import may_see_waiting
from forum.facilitation.asks.values import (
    CLAIM_LASTS,
    LONG_WAIT,
    NEWCOMER_FOR,
    AskState,
    Claim,
    Rank,
    Waiting,
)
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.markup import excerpt
from forum.kernel.paging import Paging
from forum.kernel.sets import among_these

PER_PAGE = 20
MOST_TASKS = 20

_Later, _Claimer = aliased(Post), aliased(Member)
_IS_ANSWERED = exists().where(
    _Later.thread_id == Post.thread_id,
    _Later.number > Post.number,
    _Later.author_id != Post.author_id,
    _Later.withdrawn_at.is_(None),
)
_IS_THANKED = exists().where(
    Reaction.post_id == Post.id, Reaction.sign == Sign.THANKS, Reaction.member_id != Post.author_id
)
"""The sign says in full: Thank you, no reply needed."""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page of what waits for a reply."""

    waiting: tuple[Waiting, ...]
    paging: Paging


def page_of_waiting(person: Person, *, page: int = 1) -> WaitingPage:
    """Return a page of what waits: newcomers first, then by the day it is needed, then by age."""
    query = _select(person).offset((page - 1) * PER_PAGE).limit(PER_PAGE + 1)
    found = _waiting(query)
    return WaitingPage(tuple(found[:PER_PAGE]), Paging(page, len(found) > PER_PAGE))


def get_waiting(post_id: int, *, by: Person) -> Waiting:
    """Return a post that waits for a reply in this person's places. Raises NotFound."""
    found = _waiting(_select(by).where(Post.id == post_id))
    if not found:
        raise NotFound
    return found[0]


def is_waiting(post_id: int, *, by: Person) -> bool:
    """Tell whether a post waits for a reply in this person's places."""
    return db.session.scalar(_select(by).where(Post.id == post_id)) is not None


def newcomers_without_reply(person: Person) -> list[Waiting]:
    """Return newcomers' first posts that have waited for days, and that nobody else sees to."""
    if not may_see_waiting(person):
        return []
    query = _select(person).where(
        Post.id.in_(_first_posts(person)), Post.created_at <= now() - LONG_WAIT
    )
    found = _waiting(query.limit(MOST_TASKS))
    return [one for one in found if one.claim is None or one.claim.member_id == person.id]


def claim_on(post_id: int) -> Claim | None:
    """Return who has claimed a post, as long as that holds; whoever asks."""
    query = select(ReplyClaim.member_id, Member.name, ReplyClaim.claimed_at).join(
        Member, Member.id == ReplyClaim.member_id
    )
    row = db.session.execute(query.where(ReplyClaim.post_id == post_id, _holds())).first()
    return None if row is None else _claim(row)


def _select(person: Person) -> Any:
    is_first = Post.id.in_(_first_posts(person))
    is_dated = and_(Ask.needed_by.is_not(None), Post.number == 1)
    rank = case(
        (is_first, literal(Rank.NEWCOMER.value)),
        (is_dated, literal(Rank.DATED.value)),
        else_=literal(Rank.OTHER.value),
    )
    order = case((is_first, 0), (is_dated, 1), else_=2)
    return (
        select(
            Post.id,
            Post.number,
            Post.text,
            Post.created_at,
            Thread.id.label("thread_id"),
            Thread.slug,
            Thread.title,
            Thread.category_id,
            Member.id.label("author_id"),
            Member.handle,
            Member.name.label("author_name"),
            Member.picture,
            rank.label("rank"),
            ReplyClaim.member_id,
            ReplyClaim.claimed_at,
            _Claimer.name,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Member, Member.id == Post.author_id)
        .outerjoin(Ask, Ask.thread_id == Thread.id)
        .outerjoin(ReplyClaim, and_(ReplyClaim.post_id == Post.id, _holds()))
        .outerjoin(_Claimer, _Claimer.id == ReplyClaim.member_id)
        .where(_needs_reply(person, is_first))
        .order_by(order, case((is_dated, Ask.needed_by)), Post.created_at, Post.id)
    )


def _needs_reply(person: Person, is_first: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask whether a post waits, in a place that the person looks after."""
    is_ask = and_(Ask.thread_id.is_not(None), Post.number == 1)
    return and_(
        is_listed_for(person),
        among_these(Thread.category_id, sorted(categories_looked_after(person))),
        Thread.closed_at.is_(None),
        Thread.archived_at.is_(None),
        Post.withdrawn_at.is_(None),
        Post.author_id != person.id,
        Member.standing.in_([Standing.ACTIVE, Standing.PSEUDONYM]),
        or_(Post.number == 1, is_first),
        or_(~is_ask, Ask.state == AskState.OPEN),
        # A thank-you is an answer to what somebody shares; who is new, or asks, is waiting for words.
        or_(is_first, is_ask, ~_IS_THANKED),
        ~exists().where(NeedlessReply.thread_id == Thread.id, Post.number == 1),
        ~_IS_ANSWERED,
    )


def _first_posts(person: Person) -> Select[int]:
    """Select the first post of each newcomer, among what the person may read."""
    newcomers = select(Member.id).where(
        Member.joined_at > now() - NEWCOMER_FOR,
        Member.role == Role.MEMBER,
        Member.standing == Standing.ACTIVE,
    )
    return (
        select(func.min(Post.id))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id.in_(newcomers), Post.withdrawn_at.is_(None), is_listed_for(person))
        .group_by(Post.author_id)
        .correlate(None)
    )


def _holds() -> ColumnElement[bool]:
    return ReplyClaim.claimed_at > now() - CLAIM_LASTS


def _waiting(query: Select[Any]) -> list[Waiting]:
    rows: Sequence[Any] = db.session.execute(query).all()
    return [_card(row) for row in rows]


def _card(row: Any) -> Waiting:
    rank = Rank(row.rank)
    return Waiting(
        post_id=row.id,
        number=row.number,
        thread_id=row.thread_id,
        slug=row.slug,
        title=row.title,
        category_id=row.category_id,
        author=MemberCard(row.author_id, row.handle, row.author_name, row.picture),
        written_at=row.created_at,
        excerpt=excerpt(row.text, 240),
        rank=rank,
        ask=ask_of(row.thread_id) if row.number == 1 else None,
        claim=_claim(row) if row.claimed_at else None,
        waits_long=rank is Rank.NEWCOMER and row.created_at <= now() - LONG_WAIT,
    )


def _claim(row: Any) -> Claim:
    return Claim(row.member_id, row.name, row.claimed_at + CLAIM_LASTS)
