"""Acts on what waits in the queue: open, claim, release, set a priority, settle."""

from datetime import datetime

from forum.accounts.queue.events import QueueItemOpened, QueueItemSettled
from forum.accounts.queue.models import QueueItem, QueueStep
from forum.accounts.queue.queries import claim_of, find_item, steps_since
from forum.accounts.queue.rules import may_decide
from forum.accounts.queue.values import CLAIM_LASTS, PRIORITY_WORDS, Priority
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.kernel.events import announce
from forum.kernel.times import full_time
from forum.kernel.verdicts import Verdict, require


def open_item(
    kind: str,
    subject_id: int,
    words: str,
    *,
    by_id: int | None,
    at: datetime | None = None,
    priority: Priority = Priority.NORMAL,
) -> QueueItem:
    """Let a thing wait for facilitators; one that waits already gets a line in its history.

    `by_id` is None where a machine has put it there. The demo calls it with moments of the past.
    """
    moment = at or now()
    item = find_item(kind, subject_id)
    if item is not None:
        _step(item, words, by_id=by_id, at=moment)
        return item
    item = QueueItem(
        kind=kind, subject_id=subject_id, opened_at=moment, version=0, priority=int(priority)
    )
    db.session.add(item)
    db.session.flush()
    _step(item, words, by_id=by_id, at=moment)
    announce(QueueItemOpened(item_id=item.id, kind=kind))
    return item


def settle_item(kind: str, subject_id: int, words: str, *, by_id: int | None) -> bool:
    """Let a thing wait no longer; False when it does not. Its kind has done what was to be done."""
    item = find_item(kind, subject_id)
    if item is None or item.is_settled:
        return False
    item.settled_at = now()
    item.claimed_by_id, item.claimed_until = None, None
    _step(item, words, by_id=by_id)
    announce(QueueItemSettled(item_id=item.id, kind=kind, by_id=by_id))
    return True


def claim_item(item: QueueItem, may_handle: Verdict, *, by: Person, seen_version: int) -> bool:
    """Keep a thing to oneself for two days, taking it over where somebody else has it.

    False when one has it already. Raises Conflict when it is not as it was at `seen_version`.
    """
    require(may_handle)
    before = claim_of(item)
    if before is not None and before.member_id == by.id:
        return False
    refuse_stale(item, seen_version, by=by)
    item.claimed_by_id, item.claimed_until = by.member_id, now() + CLAIM_LASTS
    _step(item, "took this over" if before else "claimed this", by_id=by.member_id)
    return True


def release_item(item: QueueItem, *, by: Person) -> bool:
    """Leave to others what one has claimed; False when one has not."""
    claimed = claim_of(item)
    if claimed is None or claimed.member_id != by.id:
        return False
    item.claimed_by_id, item.claimed_until = None, None
    _step(item, "left this to others", by_id=by.member_id)
    return True


def prioritise_item(
    item: QueueItem, priority: Priority, may_handle: Verdict, *, by: Person, seen_version: int
) -> bool:
    """Say how soon a thing wants an answer; False when it was said already."""
    require(may_handle)
    if item.priority == int(priority):
        return False
    refuse_stale(item, seen_version, by=by)
    item.priority = int(priority)
    _step(item, f"said: {PRIORITY_WORDS[priority]}", by_id=by.member_id)
    return True


def demand_decidable(
    item: QueueItem, may_handle: Verdict, *, by: Person, seen_version: int
) -> None:
    """Refuse who may not decide, or does not know how things stand. Raises Conflict for that.

    Who has decided already passes: their kind tells a double click from a second thought.
    """
    require(may_handle)
    if item.is_settled and _settled_by(item) == by.id:
        return
    refuse_stale(item, seen_version, by=by)
    verdict = may_decide(by, may_handle, claim_of(item))
    if not verdict:
        raise Conflict(verdict.because)


def refuse_stale(item: QueueItem, seen_version: int, *, by: Person) -> None:
    """Raise Conflict, saying who did what and when, unless the person saw the item as it is.

    What one did oneself meanwhile, as in another window, one knows.
    """
    later = [step for step in steps_since(item, seen_version) if step.by_id != by.id]
    if item.is_settled and not later:
        later = list(steps_since(item, item.version - 1))
    if not later:
        return
    last = later[-1]
    who = last.by.name if last.by else "A machine"
    when = full_time(last.at, by.preferences.timezone)
    then = "" if item.is_settled else " Please look again before you decide."
    raise Conflict(f"{who} {last.words}, on {when}.{then}")


def _settled_by(item: QueueItem) -> int | None:
    return item.steps[-1].by_id if item.steps else None


def _step(item: QueueItem, words: str, *, by_id: int | None, at: datetime | None = None) -> None:
    item.version += 1
    db.session.add(
        QueueStep(item_id=item.id, at=at or now(), by_id=by_id, words=words, version=item.version)
    )
    db.session.flush()
    db.session.expire(item, ["steps"])
