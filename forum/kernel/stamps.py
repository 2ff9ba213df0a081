"""Stamps: exact caching of what changes rarely, across threads, processes and machines.

Mapped classes that say `__stamp__ = "structure"` raise that stamp, in the same transaction, with
every change. A request reads the stamp once and may then use what was cached under it: the cache
is never older than the request.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

from sqlalchemy import String, cast, event, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from forum.kernel.db import db
from forum.kernel.models import Stamp
from forum.kernel.sets import joined

T = TypeVar("T")
K = TypeVar("K")

STRUCTURE = "structure"
"""Categories, groups, who belongs to them, and what they may do."""

OWN = "own"
"""What is one member's own: each member's row has a stamp for it."""

UNCOMMITTED = -1

ALL_STAMPS = select(joined(Stamp.name + "=" + cast(Stamp.value, String))).scalar_subquery()
"""All stamps in one text, to come along with another query; give it to note_stamps()."""


def current_stamp(name: str = STRUCTURE) -> int:
    """Return the stamp as this session has first seen it.

    While the session has changes of its own to such rows, it is UNCOMMITTED: what the session sees
    may never be, and no cache may keep it.
    """
    # A page asks this twenty times, and finding its session takes longer than all the rest.
    known = db.session().info
    if name in known.get("raised", ()):
        return UNCOMMITTED
    if "stamps" not in known:
        note_stamps(db.session.scalar(select(ALL_STAMPS)))
    seen: dict[str, int] = known["stamps"]
    return seen.get(name, 0)


def note_stamps(together: str | None) -> None:
    """Keep the stamps that came along with another query, to save one, unless some are kept."""
    pairs = (part.split("=") for part in (together or "").split(",") if part)
    db.session.info.setdefault("stamps", {name: int(value) for name, value in pairs})


def mark_changed(name: str) -> None:
    """Say that this session changes what is kept under a key of its own, such as one member's.

    Until it ends, is_changed() tells that no cache may keep what the session sees.
    """
    db.session.info.setdefault("raised", set()).add(name)


def is_changed(name: str) -> bool:
    """Tell whether this session has changes of this kind that are not committed yet."""
    return name in db.session.info.get("raised", ())


class Forgetful(Protocol):
    """Something that keeps what it has read from the database."""

    def clear(self) -> None:
        """Forget everything."""


_caches: WeakSet[Forgetful] = WeakSet()


def on_forgetting(cache: Forgetful) -> None:
    """Let the cache be emptied together with all others."""
    _caches.add(cache)


def forget_everything_cached() -> None:
    """Empty all caches, as when a process changes its database."""
    for cache in _caches:
        cache.clear()


class StampedCache(Generic[K, T]):
    """Values by key, valid for one value of a stamp; safe to share between threads."""

    def __init__(self, load: Callable[[K], T], *, stamp: str = STRUCTURE, most: int = 4096) -> None:
        self._load = load
        self._stamp = stamp
        self._most = most
        self._values: dict[K, tuple[int, T]] = {}
        self._lock = Lock()
        on_forgetting(self)

    def get(self, key: K) -> T:
        """Return the value, loading it when the stamp has moved."""
        stamp = current_stamp(self._stamp)
        if stamp == UNCOMMITTED:
            return self._load(key)
        found = self._values.get(key)
        if found and found[0] == stamp:
            return found[1]
        value = self._load(key)
        with self._lock:
            if len(self._values) >= self._most:
                self._values.clear()
            self._values[key] = (stamp, value)
        return value

    def forget(self, key: K) -> None:
        """Forget one value, as when the clock has made it untrue."""
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()


def raise_stamp(name: str) -> None:
    """Let everything kept under the stamp be read anew, where the rows themselves do not change."""
    _raise_stamp(db.session(), name)


def _raise_stamp(session: Session, name: str) -> None:
    raised: set[str] = session.info.setdefault("raised", set())
    if name in raised:
        return
    raised.add(name)
    with session.no_autoflush:
        found = session.connection().execute(
            update(Stamp).where(Stamp.name == name).values(value=Stamp.value + 1)
        )
        if not found.rowcount:
            session.connection().execute(Stamp.__table__.insert().values(name=name, value=1))  # type: ignore[attr-defined]


@event.listens_for(Session, "before_flush")
def _raise_for_changed_rows(session: Session, *_: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        name = getattr(type(row), "__stamp__", None)
        if name and (row not in session.dirty or session.is_modified(row)):
            _raise_stamp(session, name)


@event.listens_for(Session, "do_orm_execute")
def _raise_for_statements(state: ORMExecuteState) -> None:
    if state.is_select or state.bind_mapper is None:
        return
    name = getattr(state.bind_mapper.class_, "__stamp__", None)
    if name:
        _raise_stamp(state.session, name)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("stamps", None)
    session.info.pop("raised", None)
