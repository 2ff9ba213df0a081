"""Reads of the queue on behalf of a person: never past the kinds, which say what exists for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.accounts.queue.kinds import all_kinds
from forum.accounts.queue.models import QueueItem, QueueStep
from forum.accounts.queue.rules import holds_at, may_see_queue
from forum.accounts.queue.values import Claimed, ItemLine, Priority, StepLine
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.paging import Paging, last_page

ITEMS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which items are shown: those that wait or those that are settled, of one kind or of all."""

    is_settled: bool = False
    kind: str = ""
    is_mine: bool = False
    """Only what the person has claimed."""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of the queue."""

    lines: tuple[ItemLine, ...]
    paging: Paging
    count: int


def is_for(person: Person, *, kind: str = "") -> ColumnElement[bool]:
    """Ask for the items whose thing exists for the person, by the word of its kind."""
    if not may_see_queue(person):
        return false()
    kinds = [one for one in all_kinds().values() if kind in ("", one.name)]
    found = [
        and_(QueueItem.kind == one.name, QueueItem.subject_id.in_(one.select_visible(person)))
        for one in kinds
    ]
    return or_(false(), *found)


def count_waiting(person: Person) -> int:
    """Return how much waits for this facilitator."""
    query = select(func.count()).select_from(QueueItem)
    return db.session.scalar(query.where(QueueItem.settled_at.is_(None), is_for(person))) or 0


def page_of_items(person: Person, sieve: Sieve, *, page: int = 1) -> ItemPage:
    """Return a page of the queue: what is urgent and old first, or what was settled last."""
    condition = and_(is_for(person, kind=sieve.kind), _is_wanted(person, sieve))
    count = select(func.count()).select_from(QueueItem).where(condition).scalar_subquery()
    query = _lines().add_columns(count.label("in_all")).where(condition)
    if sieve.is_settled:
        query = query.order_by(QueueItem.settled_at.desc(), QueueItem.id.desc())
    else:
        query = query.order_by(QueueItem.priority.desc(), QueueItem.opened_at, QueueItem.id)
    rows = db.session.execute(query.offset((page - 1) * ITEMS_PER_PAGE).limit(ITEMS_PER_PAGE)).all()
    if not rows and page > 1:
        whole = db.session.scalar(select(count)) or 0
        return page_of_items(person, sieve, page=last_page(whole, ITEMS_PER_PAGE))
    total = rows[0].in_all if rows else 0
    last = last_page(total, ITEMS_PER_PAGE)
    lines = tuple(_line(row.QueueItem, row.name) for row in rows)
    return ItemPage(lines, Paging(page, page < last, last), total)


def get_line(item_id: int, *, by: Person) -> ItemLine:
    """Return an item of this person's queue with its history. Raises NotFound."""
    query = _lines().where(QueueItem.id == item_id, is_for(by))
    # What this session loaded before the act may be older than what the act has found.
    row = db.session.execute(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound
    return replace(_line(row.QueueItem, row.name), history=_history(item_id))


def get_item(item_id: int, *, by: Person) -> QueueItem:
    """Return an item of this person's queue, locked for the change. Raises NotFound."""
    query = select(QueueItem).where(QueueItem.id == item_id, is_for(by))
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return item


def find_item(kind: str, subject_id: int) -> QueueItem | None:
    """Return the item of a thing, whoever asks: for operations, never for showing."""
    query = select(QueueItem).where(QueueItem.kind == kind, QueueItem.subject_id == subject_id)
    return db.session.scalar(query)


def steps_since(item: QueueItem, version: int) -> Sequence[QueueStep]:
    """Return what happened to the item after it stood at the version."""
    query = select(QueueStep).where(QueueStep.item_id == item.id, QueueStep.version > version)
    return db.session.scalars(query.order_by(QueueStep.id).options(joinedload(QueueStep.by))).all()


def claim_of(item: QueueItem) -> Claimed | None:
    """Return who has claimed the item, as long as that holds."""
    return _claimed(item, item.claimed_by.name if item.claimed_by else "")


def _claimed(item: QueueItem, name: str) -> Claimed | None:
    by_id, until = item.claimed_by_id, item.claimed_until
    if by_id is None or until is None or not holds_at(until, now()):
        return None
    return Claimed(by_id, name, until)


def _is_wanted(person: Person, sieve: Sieve) -> ColumnElement[bool]:
    settled = QueueItem.settled_at
    wanted: ColumnElement[bool] = settled.is_not(None) if sieve.is_settled else settled.is_(None)
    if sieve.is_mine:
        mine = and_(QueueItem.claimed_by_id == person.member_id, QueueItem.claimed_until > now())
        wanted = and_(wanted, mine)
    return wanted


def _lines() -> Select[QueueItem, str]:
    return select(QueueItem, Member.name.label("name")).outerjoin(
        Member, Member.id == QueueItem.claimed_by_id
    )


def _line(item: QueueItem, name: str | None) -> ItemLine:
    return ItemLine(
        id=item.id,
        kind=item.kind,
        subject_id=item.subject_id,
        version=item.version,
        priority=Priority(item.priority),
        opened_at=item.opened_at,
        settled_at=item.settled_at,
        claimed=_claimed(item, name or ""),
    )


def _history(item_id: int) -> tuple[StepLine, ...]:
    query = (
        select(QueueStep.at, QueueStep.words, QueueStep.by_id, Member.name)
        .outerjoin(Member, Member.id == QueueStep.by_id)
        .where(QueueStep.item_id == item_id)
        .order_by(QueueStep.id)
    )
    rows = db.session.execute(query)
    return tuple(StepLine(row.at, row.name or "", row.words, row.by_id is None) for row in rows)
