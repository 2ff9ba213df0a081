"""The hub follows what happens, and stops when nobody asks."""

from collections.abc import Callable
from threading import Event

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from forum import Forum
from forum.kernel.db import db, unit_of_work
from forum.outreach.live.door import Live
from forum.outreach.live.hub import FRESH, IDLE, Hub
from forum.outreach.live.operations import note
from forum.outreach.live.values import Happening, Key, Kind, Scope

SEVEN: Key = (Scope.MEMBER, 7)
EIGHT: Key = (Scope.MEMBER, 8)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def happen(member_id: int) -> None:
    with unit_of_work():
        note(Happening(Kind.MEMBER, member_id=member_id))


def test_hub_knows_what_has_happened_since_it_looked_first(
    real_app: Forum, live: Live, look: Callable[[], None]
) -> None:
    happen(7)
    look()
    assert live.hub.position == 1
    assert live.hub.is_quiet([SEVEN, EIGHT], since=1)
    assert not live.hub.is_quiet([SEVEN], since=0), "what was before it came, it does not know"
    happen(8)
    assert live.hub.is_quiet([EIGHT], since=1), "it has not looked yet"
    look()
    assert not live.hub.is_quiet([SEVEN, EIGHT], since=1)
    assert live.hub.is_quiet([SEVEN], since=1)
    assert live.hub.is_quiet([EIGHT], since=2)


def test_look_at_an_unchanged_sqlite_asks_for_no_rows(
    real_app: Forum, look: Callable[[], None], all_statements: list[str]
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a look at PostgreSQL is one statement")
    happen(7)
    look()
    del all_statements[:]
    for _ in range(10):
        look()
    assert all_statements == []
    happen(8)
    del all_statements[:]
    look()
    assert len([one for one in all_statements if one.startswith("SELECT")]) == 2


def test_hub_is_fresh_for_a_moment_after_a_look(real_app: Forum) -> None:
    clock = Clock()
    hub = Hub(lambda: db.engine, clock=clock)
    assert not hub.is_fresh()
    hub.look()
    assert hub.is_fresh()
    clock.seconds += FRESH + 1
    assert not hub.is_fresh()
    hub.close()


def test_hub_rests_when_nobody_asks(real_app: Forum) -> None:
    clock = Clock()
    hub = Hub(lambda: db.engine, clock=clock)
    assert hub.is_idle()
    hub.is_fresh()
    assert not hub.is_idle()
    clock.seconds += IDLE + 1
    assert hub.is_idle()


def test_older_copy_of_the_database_makes_the_hub_begin_anew(
    real_app: Forum, live: Live, look: Callable[[], None]
) -> None:
    for _ in range(3):
        happen(7)
    look()
    with unit_of_work():
        db.session.execute(text("UPDATE stamps SET value = 1 WHERE name = 'live'"))
        db.session.execute(text("DELETE FROM live_events WHERE id > 1"))
    look()
    assert live.hub.position == 1
    assert not live.hub.is_quiet([SEVEN], since=0)
    happen(7)
    look()
    assert not live.hub.is_quiet([SEVEN], since=1)


def test_hub_goes_on_after_the_database_was_away(
    real_app: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, saw, fell = db.engine, Event(), Event()
    hub = Hub(lambda: engine)
    really_read = hub._read

    def read(connection: object) -> None:
        if not fell.is_set():
            fell.set()
            raise OperationalError("SELECT", {}, Exception("gone"))
        really_read(connection)  # type: ignore[arg-type]
        saw.set()

    monkeypatch.setattr(hub, "_read", read)
    monkeypatch.setattr("forum.outreach.live.hub.PAUSE_AFTER_TROUBLE", 0.05)
    monkeypatch.setattr("forum.outreach.live.hub.PAUSE", 0.02)
    hub.is_fresh()
    hub.start()
    assert saw.wait(10)
    for _ in range(100):
        if not hub.is_in_trouble:
            break
        Event().wait(0.05)
    assert not hub.is_in_trouble
    assert hub.is_fresh()
    monkeypatch.setattr(hub, "_clock", lambda: float("inf"))  # it rests from now on
