"""The hub: one thread per process that follows what happens, so that asking for news costs nothing.

It keeps, for each thread, category and member, the last event about it. While nobody asks it does
not look at all; on SQLite a look at a database that did not change is a single pragma.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from forum.kernel.models import Stamp
from forum.kernel.stamps import STRUCTURE
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.operations import COUNTER
from forum.outreach.live.values import Key, Kind, Scope

log = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between looks."""
PAUSE_AFTER_TROUBLE = 1.0
FRESH = 3.0
"""Seconds after a look in which its answer is taken for the truth."""
IDLE = 120.0
"""Seconds without a question after which the hub stops looking until the next one."""
MOST_KEYS = 50_000

_STAMPS = select(Stamp.name, Stamp.value).where(Stamp.name.in_([COUNTER, STRUCTURE]))
_EVENTS = (
    select(
        LiveEvent.id,
        LiveEvent.kind,
        LiveEvent.thread_id,
        LiveEvent.category_id,
        LiveEvent.member_id,
    )
    .where(LiveEvent.id > bindparam("after"), LiveEvent.id <= bindparam("upto"))
    .order_by(LiveEvent.id)
)
_IN_LISTS = frozenset({Kind.STARTED, Kind.PUBLISHED, Kind.MANY})


class Hub:
    """Follows the sequence of events. One thread calls look(); any thread may ask."""

    def __init__(
        self, engine: Callable[[], Engine], *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._connection: Connection | None = None
        self._version: Any = None
        self._latest: dict[Key, int] = {}
        self._floor = -1
        self._looked_at = float("-inf")
        self._asked_at = float("-inf")
        self._wake = Event()
        self._starting = Lock()
        self._thread: Thread | None = None
        self.position = -1
        """The last event that the hub has seen; -1 before the first look."""
        self.structure = 0
        """The stamp of permissions, as of the last look."""
        self.is_in_trouble = False
        """True while the database cannot be read."""

    def is_fresh(self) -> bool:
        """Tell whether the hub knows the present, and have it look when it does not."""
        moment = self._clock()
        self._asked_at = moment
        if moment - self._looked_at < FRESH:
            return True
        self._wake.set()
        return False

    def is_quiet(self, keys: Iterable[Key], since: int) -> bool:
        """Tell whether nothing has happened to these since an event; False where it is unknown."""
        # In this order: a hub that begins anew raises the floor before it forgets.
        latest = self._latest
        if since < self._floor:
            return False
        return all(latest.get(key, 0) <= since for key in keys)

    def start(self) -> None:
        """Start looking, once per process."""
        if self._thread is not None:
            return
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="live", daemon=True)
                self._thread.start()

    def is_idle(self) -> bool:
        """Tell whether nobody has asked for a while."""
        return self._clock() - self._asked_at > IDLE

    def look(self) -> None:
        """Take in what has happened since the last look. Raises what the database raises."""
        connection = self._connected()
        version = self._version_of(connection)
        if version is None or version != self._version:
            self._read(connection)
        self._version = version
        self._looked_at = self._clock()
        self.is_in_trouble = False

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        if self._connection is None:
            connection = self._engine().connect()
            if connection.dialect.name == "postgresql":
                # Each statement sees what is committed when it begins, and leaves nothing open.
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            self._connection, self._version = connection, None
        return self._connection

    def _version_of(self, connection: Connection) -> Any:
        """Return a number that is another one when somebody else has committed; None if unknown."""
        if connection.dialect.name != "sqlite":
            return None
        driver: Any = connection.connection.driver_connection
        return driver.execute("PRAGMA data_version").fetchone()[0]

    def _read(self, connection: Connection) -> None:
        try:
            stamps = {row.name: row.value for row in connection.execute(_STAMPS)}
            position = stamps.get(COUNTER, 0)
            if self.position < 0 or position < self.position:
                # The first look; or an older copy of the database was put in place.
                self._begin_at(position)
            elif position > self.position:
                values = {"after": self.position, "upto": position}
                for event in connection.execute(_EVENTS, values):
                    self._take_in(event)
                self.position = position
            self.structure = stamps.get(STRUCTURE, 0)
        finally:
            connection.rollback()

    def _begin_at(self, position: int) -> None:
        self._floor = position
        self._latest = {}
        self.position = position

    def _take_in(self, event: Any) -> None:
        if len(self._latest) > MOST_KEYS:
            self._begin_at(event.id - 1)
        if event.thread_id:
            self._latest[Scope.THREAD, event.thread_id] = event.id
        if event.category_id and event.kind in _IN_LISTS:
            self._latest[Scope.CATEGORY, event.category_id] = event.id
        if event.member_id:
            self._latest[Scope.MEMBER, event.member_id] = event.id

    def _run(self) -> None:
        while True:
            if self.is_idle():
                self._wake.wait()
            self._wake.clear()
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 -- whatever it was, the hub goes on
                self._stumble(error)
            self._wake.wait(PAUSE_AFTER_TROUBLE if self.is_in_trouble else PAUSE)

    def _stumble(self, error: Exception) -> None:
        if not self.is_in_trouble:
            log.error("What happens cannot be followed; open pages wait", exc_info=error)
        self.is_in_trouble = True
        broken, self._connection = self._connection, None
        if broken is not None:
            with suppress(Exception):
                broken.invalidate()
                broken.close()
