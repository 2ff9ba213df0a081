"""Reminding facilitators of what has waited for a day, and for two."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from forum.accounts.identity import load_people
from forum.accounts.letters import tell
from forum.accounts.models import GroupMember, Member
from forum.accounts.queue.kinds import all_kinds
from forum.accounts.queue.models import QueueItem
from forum.accounts.queue.queries import claim_of, is_for
from forum.accounts.queue.values import REMINDED_AFTER
from forum.accounts.values import Person, Role
from forum.discussion.models import CategoryFacilitator
from forum.kernel.clock import now
from forum.kernel.db import db


def remind_facilitators() -> int:
    """Write to those who could decide about what has waited for 24 or 48 hours; return how many.

    What somebody has claimed is theirs to be reminded of. A letter names numbers alone: what waits,
    and where, the queue says to who may know it.
    """
    due = _due()
    if not due:
        return 0
    told = 0
    for person in load_people(_who_looks_after()):
        mine = _of_these(due, person)
        if not mine or person.paused_until is not None:
            continue
        member = db.session.get_one(Member, person.member_id)
        tell(member, "queue_reminder", count=len(mine), hours=max(_step_of(item) for item in mine))
        told += 1
    for item in due:
        item.reminded_after = _step_of(item)
    db.session.flush()
    return told


def _due() -> Sequence[QueueItem]:
    steps = [
        (QueueItem.opened_at <= now() - timedelta(hours=hours)) & (QueueItem.reminded_after < hours)
        for hours in REMINDED_AFTER
    ]
    waiting = select(QueueItem).where(QueueItem.settled_at.is_(None), or_(*steps))
    return db.session.scalars(waiting.order_by(QueueItem.id)).all()


def _step_of(item: QueueItem) -> int:
    waited = now() - item.opened_at
    return max(hours for hours in REMINDED_AFTER if waited >= timedelta(hours=hours))


def _who_looks_after() -> set[int]:
    """Return all who facilitate somewhere: the community, a category, or a circle's categories."""
    everywhere = select(Member.id).where(Member.role == Role.FACILITATOR)
    somewhere = select(CategoryFacilitator.member_id)
    conveners = select(GroupMember.member_id).where(GroupMember.is_convener)
    return {
        id_ for query in (everywhere, somewhere, conveners) for id_ in db.session.scalars(query)
    }


def _of_these(due: Sequence[QueueItem], person: Person) -> list[QueueItem]:
    """Return what of it the person could decide about: not their own matter, nor another's claim."""
    ids = [item.id for item in due]
    seen = set(
        db.session.scalars(select(QueueItem.id).where(QueueItem.id.in_(ids), is_for(person)))
    )
    kinds = all_kinds()
    found = []
    for name in sorted({item.kind for item in due if item.id in seen}):
        items = [item for item in due if item.kind == name and item.id in seen]
        things = kinds[name].things([item.subject_id for item in items], person)
        found += [
            item
            for item in items
            if item.subject_id in things and things[item.subject_id].may_handle
        ]
    claims = {item.id: claim_of(item) for item in found}
    return [
        item for item in found if (claim := claims[item.id]) is None or claim.member_id == person.id
    ]
