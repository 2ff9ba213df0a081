"""Posts that wait: for their authors, and for facilitators who may decide about them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.slots import Need, Section
from forum.accounts.values import Person
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.models.held import HELD
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import is_alive
from forum.discussion.rules import (
    categories_looked_after,
    may_decide_held,
    may_see_held,
    may_see_thread,
)
from forum.discussion.values.held import HeldCard, HeldState
from forum.kernel.db import db, get_row, is_writing
from forum.kernel.links import link_to
from forum.kernel.sets import among_these
from forum.kernel.stamps import StampedCache
from forum.kernel.verdicts import ALLOWED, require

MOST_SHOWN = 100


def select_decidable_held(person: Person) -> Select[int]:
    """Select the posts that a facilitator may decide about, by id: twin of may_decide_held."""
    grants = person.grants
    place = func.coalesce(Thread.category_id, HeldPost.category_id)
    open_here = or_(~Thread.is_reserved, among_these(Thread.id, sorted(grants.opened_by_name)))
    return (
        select(HeldPost.id)
        .outerjoin(Thread, Thread.id == HeldPost.thread_id)
        .where(
            place.in_(categories_looked_after(person)),
            HeldPost.author_id != (person.id or 0),
            or_(HeldPost.thread_id.is_(None), and_(open_here, is_alive())),
        )
    )


def held_cards(ids: Sequence[int], person: Person) -> dict[int, HeldCard]:
    """Return posts that a facilitator may decide about, with texts that are not filled yet."""
    decidable = HeldPost.id.in_(select_decidable_held(person))
    query = select(HeldPost).where(among_these(HeldPost.id, sorted(ids)), decidable)
    # What this session loaded before the act may be older than what the act has found.
    query = query.options(*_whole()).execution_options(populate_existing=True)
    return {held.id: card_of(held, person) for held in db.session.scalars(query)}


def get_held(held_id: int, *, by: Person) -> HeldPost:
    """Return a post that waits, for its author and who may decide, locked for a change.

    Its thread is locked first, as everywhere. Raises NotFound.
    """
    thread_id = db.session.scalar(select(HeldPost.thread_id).where(HeldPost.id == held_id))
    if is_writing():
        if thread_id is not None:
            locked = select(Thread).where(Thread.id == thread_id).with_for_update()
            db.session.scalar(locked.execution_options(populate_existing=True))
        query = select(HeldPost).where(HeldPost.id == held_id).with_for_update()
        db.session.scalar(query.execution_options(populate_existing=True))
    held = get_row(HeldPost, held_id)
    require(may_see_held(by, held, held.thread))
    return held


def list_own_held(person: Person) -> list[HeldCard]:
    """Return what of the person waits, or was not published and is kept for them, newest first."""
    query = select(HeldPost).where(
        HeldPost.author_id == person.member_id, HeldPost.state != HeldState.PUBLISHED
    )
    newest = query.order_by(HeldPost.id.desc()).limit(MOST_SHOWN).options(*_whole())
    return [card_of(held, person) for held in db.session.scalars(newest)]


def held_here(thread: Thread, person: Person) -> list[HeldCard]:
    """Return what the person has written in a thread that waits there, for them alone to see.

    Who has nothing waiting pays no statement for it.
    """
    if not person.is_member or thread.id not in _places.get(person.member_id):
        return []
    query = select(HeldPost).where(
        HeldPost.author_id == person.member_id,
        HeldPost.thread_id == thread.id,
        HeldPost.state == HeldState.WAITING,
    )
    cards = [card_of(held, person) for held in db.session.scalars(query.options(*_whole()))]
    return filled(cards, person)


def filled(cards: Sequence[HeldCard], person: Person) -> list[HeldCard]:
    """Return the cards with the markers of their texts filled for the reader."""
    texts = fill_texts([card.html for card in cards], person)
    return [replace(card, html=html) for card, html in zip(cards, texts, strict=True)]


def held_for_you(person: Person) -> list[Section]:
    """Tell a member what of theirs was not published."""
    if not person.is_member or person.is_guest:
        return []
    refused = select(HeldPost.id, HeldPost.decided_at).where(
        HeldPost.author_id == person.member_id, HeldPost.state == HeldState.REFUSED
    )
    needs = [
        Need("A post of yours was not published: read why", f"/waiting/{row.id}", at=row.decided_at)
        for row in db.session.execute(refused.order_by(HeldPost.id.desc()).limit(20))
    ]
    return [Section("Not published", needs, 25)] if needs else []


def count_own_held(person: Person) -> int:
    """Return how many posts of the person wait, at no cost for who has none."""
    return len(_places.get(person.member_id)) if person.is_member else 0


def card_of(held: HeldPost, person: Person) -> HeldCard:
    """Return a post that waits as pages show it; titles of what the reader may not see stay out."""
    thread, is_own = held.thread, held.author_id == person.id
    is_seen = thread is not None and bool(may_see_thread(person, thread))
    post = held.post
    return HeldCard(
        id=held.id,
        author_id=held.author_id,
        author_name=held.author.name,
        author_handle=held.author.handle,
        category_id=thread.category_id or held.category_id if thread else held.category_id,
        thread_title=(thread.title if is_seen else "a thread") if thread else None,
        thread_address=link_to(thread) if thread and is_seen else None,
        title=held.title,
        tags=tuple(held.tags),
        html=held.html,
        held_at=held.held_at,
        because=held.held_because,
        state=held.state,
        answer=held.answer,
        decided_by=held.decided_by.name if held.decided_by else "",
        post_address=link_to(post) if post and may_see_thread(person, post.thread) else None,
        may_handle=ALLOWED if is_own else may_decide_held(person, held, thread),
    )


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(HeldPost.author),
        joinedload(HeldPost.decided_by),
        joinedload(HeldPost.thread),
        joinedload(HeldPost.post).joinedload(Post.thread),
    )


def _count_places(member_id: int) -> tuple[int, ...]:
    """Return where the member has posts that wait: the thread of each, 0 for one to begin."""
    query = select(HeldPost.thread_id).where(
        HeldPost.author_id == member_id, HeldPost.state == HeldState.WAITING
    )
    return tuple(thread_id or 0 for thread_id in db.session.scalars(query))


_places: StampedCache[int, tuple[int, ...]] = StampedCache(_count_places, stamp=HELD)
