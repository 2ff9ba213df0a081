"""The door: answers "nothing new" before the application and the database are asked at all.

A page that is open asks every few seconds, and nearly always nothing has happened. The seal that it
shows says up to where its reader was seen to have access, with which sign-in and under which
permissions. As long as these are the same, the check is a minute old at most, and nothing has
happened to the thread or to the member, the answer is 304 and tells just that. Everything else goes
through to the full check.
"""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine

from config import Settings
from forum.kernel.db import db
from forum.outreach.live.hub import Hub
from forum.outreach.live.seals import Seal, Sealer, seal_in, sight_of
from forum.outreach.live.values import Key, Scope

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = "/live/"
CHECK_LASTS = 60
"""Seconds after which the full check is made again, whatever happened or did not."""
MOST_SIGHTS = 20_000

_HEADERS = (("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff"))
_TROUBLE = (("Retry-After", "5"), ("Content-Length", "0"), *_HEADERS)


class Live:
    """What one process knows for its open pages: the hub, the seals, and what lists wait for."""

    def __init__(self, hub: Hub, sealer: Sealer) -> None:
        self.hub = hub
        self.sealer = sealer
        self._sights: dict[tuple[str, int], tuple[int, tuple[Key, ...]]] = {}

    def seal(self, seal: Seal, place: str, keys: tuple[Key, ...]) -> str:
        """Return the seal of a page, and keep what it waits for under the present permissions."""
        if place_of_thread(place) is None:
            if len(self._sights) >= MOST_SIGHTS:
                self._sights.clear()
            self._sights[place, seal.member_id] = (seal.sight, keys)
        return self.sealer.make(seal, place)

    def keys_at(self, place: str, seal: Seal) -> tuple[Key, ...] | None:
        """Return what the page waits for; None when this process has not made or checked it."""
        thread_id = place_of_thread(place)
        if thread_id is not None:
            return ((Scope.THREAD, thread_id), (Scope.MEMBER, seal.member_id))
        sight, keys = self._sights.get((place, seal.member_id), (None, None))
        return keys if sight == seal.sight else None


def place_of_thread(place: str) -> int | None:
    """Return the id of the thread that the place is; None when it is another kind of place."""
    kind, _, number = place.partition("/")
    return int(number) if kind == "t" and number.isdecimal() else None


class Door:
    """Stands in front of the application, and of whatever else would make a request wait."""

    def __init__(
        self,
        inside: "WSGIApplication",
        live: Live,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._inside = inside
        self._live = live
        self._clock = clock

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a question for news, if that can be done here; let all others through."""
        path = environ["PATH_INFO"]
        if not path.startswith(ROOT):
            return self._inside(environ, start_response)
        hub = self._live.hub
        hub.start()
        is_fresh = hub.is_fresh()
        if hub.is_in_trouble:
            # A thousand pages that ask on would keep a database from coming back.
            start_response("503 Service Unavailable", list(_TROUBLE))
            return ()
        text = environ.get("HTTP_IF_NONE_MATCH", "")
        if text and is_fresh and self._is_quiet(environ, path.removeprefix(ROOT), text):
            start_response("304 Not Modified", [("ETag", text), *_HEADERS])
            return ()
        return self._inside(environ, start_response)

    def _is_quiet(self, environ: "WSGIEnvironment", place: str, text: str) -> bool:
        """Tell whether the page at this place is true and its reader still the one who was checked."""
        live, hub = self._live, self._live.hub
        seal = live.sealer.open(seal_in(text), place)
        if seal is None or not 0 <= self._clock() - seal.checked_at < CHECK_LASTS:
            return False
        if seal.sight != sight_of(environ.get("HTTP_COOKIE", ""), hub.structure):
            return False
        keys = live.keys_at(place, seal)
        return keys is not None and hub.is_quiet(keys, seal.position)


def open_live(app: Flask) -> Live:
    """Return what this process knows for open pages, made when it is first asked for."""
    live: Live | None = app.extensions.get("folkmoot_live")
    if live is None:
        settings: Settings = app.extensions["folkmoot_settings"]
        live = Live(Hub(lambda: _engine_of(app)), Sealer(settings.signing_key()))
        app.extensions["folkmoot_live"] = live
    return live


def _engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine
