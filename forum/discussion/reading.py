"""Reading positions: noted when a page is shown, written in batches outside the request.

A page that is read must not wait for a write, and with scripts off the page itself is the only
sign that somebody reads. What is noted here in memory is laid over what the database says, so that
lists are right at once in this process; a crash loses a second of reading.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from threading import Thread as SystemThread

from flask import Flask
from sqlalchemy import Insert, case, select, update

from forum.accounts.models import Member
from forum.accounts.rules import PAUSE_BETWEEN_VISITS
from forum.accounts.values import NewWindow, Person
from forum.discussion.events import PostsShown
from forum.discussion.models import ReadingPosition
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into, unit_of_work
from forum.kernel.events import announce

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds that positions wait in memory, so that many readers make one write."""

VISIT_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visit:
    """When a member was last seen in this process."""

    at: datetime
    is_written: bool = False


_visits: dict[int, Visit] = {}
_noted: dict[tuple[int, int], int] = {}
_shown: set[tuple[int, int]] = set()
"""Members and posts, where a page is no stretch of its thread."""
_lock = Lock()
_something_new = Event()


def note_reading(member_id: int, thread_id: int, number: int) -> None:
    """Note that the member has been shown the thread up to this post."""
    key = (member_id, thread_id)
    with _lock:
        _noted[key] = max(number, _noted.get(key, 0))
    _something_new.set()


def note_shown(member_id: int, post_ids: Iterable[int]) -> None:
    """Note that the member has been shown these posts, whatever stands between them."""
    with _lock:
        _shown.update((member_id, post_id) for post_id in post_ids)
    _something_new.set()


def is_shown(member_id: int, post_id: int) -> bool:
    """Tell whether the member has been shown the post a moment ago."""
    return (member_id, post_id) in _shown


def noted_positions(member_id: int) -> dict[int, int]:
    """Return what this member has read but is not written yet, by thread."""
    with _lock:
        return {
            thread: number for (member, thread), number in _noted.items() if member == member_id
        }


def noted_position(member_id: int, thread_id: int) -> int:
    """Return what this member has read of one thread but is not written yet."""
    return _noted.get((member_id, thread_id), 0)


def forget_noted(member_id: int, thread_id: int | None = None) -> None:
    """Drop what waits, since the member has just said something else about it."""
    with _lock:
        for key in [key for key in _noted if key[0] == member_id and thread_id in {None, key[1]}]:
            del _noted[key]


def write_noted() -> int:
    """Write what waits, and return how many positions that were."""
    with _lock:
        batch, shown = dict(_noted), frozenset(_shown)
    if not batch and not shown:
        return 0
    moment = now()
    rows = [
        {"member_id": member, "thread_id": thread, "last_read": number, "read_at": moment}
        for (member, thread), number in batch.items()
    ]
    with unit_of_work():
        if rows:
            db.session.execute(_raise_positions(), rows)
        positions = tuple((member, thread, number) for (member, thread), number in batch.items())
        announce(PostsShown(positions=positions, posts=tuple(shown)))
    with _lock:
        _shown.difference_update(shown)
        for key, number in batch.items():
            if _noted.get(key) == number:
                del _noted[key]
    return len(rows)


def write_noted_of(member_id: int) -> None:
    """Write what waits for one member within the change at hand, which builds on it."""
    moment = now()
    rows = [
        {"member_id": member_id, "thread_id": thread, "last_read": number, "read_at": moment}
        for thread, number in noted_positions(member_id).items()
    ]
    if rows:
        db.session.execute(_raise_positions(), rows)


def take_own_post_as_read(member_id: int, thread_id: int, number: int) -> None:
    """Let what a member wrote just now not be new to them, within the change that writes it.

    What others wrote before it, and the member has not been shown, stays unread.
    """
    last_read = noted_position(member_id, thread_id)
    if last_read < number - 1:
        written = select(ReadingPosition.last_read).where(
            ReadingPosition.member_id == member_id, ReadingPosition.thread_id == thread_id
        )
        last_read = db.session.scalar(written) or 0
    if last_read < number - 1:
        return
    row = {"member_id": member_id, "thread_id": thread_id, "last_read": number, "read_at": now()}
    db.session.execute(_raise_positions(), [row])


def note_visit(person: Person) -> None:
    """Note that the member is here, if threads are new to them since their last visit.

    Of others nobody needs to know, and so nothing is kept.
    """
    if person.preferences.new_window is not NewWindow.VISIT:
        return
    moment = now()
    with _lock:
        last = _visits.get(person.member_id)
        if last and moment - last.at < VISIT_NOTED_EVERY:
            return
        _visits[person.member_id] = Visit(moment)
    _something_new.set()


def write_visits() -> int:
    """Write which members were here, and return how many: a pause ends the visit before it."""
    with _lock:
        waiting = {id_: visit for id_, visit in _visits.items() if not visit.is_written}
    if not waiting:
        return 0
    with unit_of_work():
        for member_id, visit in waiting.items():
            has_come_back = Member.seen_at < visit.at - PAUSE_BETWEEN_VISITS
            db.session.execute(
                update(Member)
                .where(Member.id == member_id)
                .values(
                    visit_ended_at=case(
                        (has_come_back, Member.seen_at), else_=Member.visit_ended_at
                    ),
                    seen_at=visit.at,
                ),
                execution_options={"synchronize_session": False},
            )
    with _lock:
        for member_id, visit in waiting.items():
            _visits[member_id] = replace(visit, is_written=True)
    return len(waiting)


def _raise_positions() -> Insert:
    """Insert positions, and raise those that stand lower already."""
    statement = insert_into(ReadingPosition)
    return statement.on_conflict_do_update(
        index_elements=["member_id", "thread_id"],
        set_={"last_read": statement.excluded.last_read, "read_at": statement.excluded.read_at},
        where=ReadingPosition.last_read < statement.excluded.last_read,
    )


def write_in_background(app: Flask) -> None:
    """Start the thread that writes positions of this process, once per process.

    In tests nothing starts: they say themselves when to write.
    """
    if app.testing or app.extensions.get("folkmoot_reading"):
        return
    app.extensions["folkmoot_reading"] = True
    SystemThread(target=_write_for_ever, args=(app,), daemon=True, name="reading").start()


def _write_for_ever(app: Flask) -> None:
    while True:
        _something_new.wait()
        _something_new.clear()
        Event().wait(PAUSE)
        with app.app_context():
            try:
                write_noted()
                write_visits()
            except Exception:
                log.exception("Reading positions could not be written; they wait for the next time")
                _something_new.set()
