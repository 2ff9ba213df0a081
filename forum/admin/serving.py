"""Running the forum: gunicorn with threads, and the worker inside its first process."""

import gc
import resource
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from config import Settings
from forum.discussion.reading import write_noted
from forum.kernel.db import db
from forum.kernel.worker import WorkerRunsAlreadyError, work_until, worker_lock
from forum.outreach.live.door import Door, open_live

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


CONNECTIONS = 4_000
"""Browsers that one process keeps a connection to; each open page is one."""


def server_options(settings: Settings) -> dict[str, Any]:
    """Return what gunicorn is told: where to listen, and how many work at once."""
    return {
        "bind": f"{settings.bind}:{settings.port}",
        "workers": settings.processes,
        "worker_class": "gthread",
        "threads": settings.threads,
        "graceful_timeout": 5,
        # An open page asks every half minute at least while it is looked at: its connection stays.
        "keepalive": 45,
        "worker_connections": CONNECTIONS,
        "control_socket_disable": True,
        "loglevel": "warning",
    }


def trouble_with_port(settings: Settings) -> str:
    """Say why nobody can listen where the settings say; nothing when one can."""
    try:
        family, *_, place = socket.getaddrinfo(
            settings.bind, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return (
            f"Port {settings.port} of {settings.bind} cannot be used: {reason}. "
            "PORT=… chooses another one."
        )
    return ""


def allow_connections() -> None:
    """Ask the system for as many open files as connections, as far as it lets us."""
    least = CONNECTIONS + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = least if hard == resource.RLIM_INFINITY else min(least, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def share_memory() -> None:
    """Leave what there is before a process is made out of the collection of garbage.

    It writes into all that it looks at, so that the processes would soon share no page of it.
    """
    gc.collect()
    gc.freeze()


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, set up from our settings instead of its own files and arguments."""

    def __init__(self, app: Flask, settings: Settings, *, on_ready: Callable[[], None]) -> None:
        self.app = app
        self.settings = settings
        self.on_ready = on_ready
        allow_connections()
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what our settings say."""
        inner = InnerWorker(self.app, self.settings)
        options = {
            **server_options(self.settings),
            "when_ready": lambda _server: self.on_ready(),
            "pre_fork": lambda _server, _worker: share_memory(),
            "post_worker_init": lambda _worker: inner.start(),
            "worker_exit": lambda _server, _worker: inner.stop(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application that every process serves."""
        with self.app.app_context():
            # Connections must not be shared between processes.
            db.engine.dispose(close=False)
        live = open_live(self.app)
        self.app.wsgi_app = Door(Turnstile(self.app.wsgi_app), live)  # type: ignore[method-assign]
        return self.app


class Turnstile:
    """Lets one page after the other be made, rather than all at once.

    Python makes one at a time anyway. When all threads are let in, they hand the interpreter to
    each other at every look at the database, over a hundred times a page, and half of the time is
    lost on the way. Who waits for a page that takes long goes in nevertheless, so that it holds up
    nobody; a long queue of quick pages is no reason to.
    """

    PATIENCE = 0.05
    """Seconds with one page."""

    LONGEST = 1.0
    """Seconds with all of them."""

    def __init__(self, inside: "WSGIApplication") -> None:
        self._inside = inside
        self._turn = threading.Lock()
        self._since = 0.0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request. One that sends something is let in at once: it may come in slowly."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._inside(environ, start_response)
        has_turn = self._comes_to_its_turn()
        try:
            return self._inside(environ, start_response)
        finally:
            if has_turn:
                self._turn.release()

    def _comes_to_its_turn(self) -> bool:
        """Wait for the turn; tell whether it has come, or waiting has become too long."""
        until = monotonic() + self.LONGEST
        while not self._turn.acquire(timeout=self.PATIENCE):
            moment = monotonic()
            if moment > until or moment - self._since > self.PATIENCE:
                return False
        self._since = monotonic()
        return True


class InnerWorker:
    """The worker inside a web process: of several processes, the one that gets the lock has it."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Start working unless another process does so."""
        lock = ExitStack()
        try:
            lock.enter_context(worker_lock(self.settings.instance))
        except WorkerRunsAlreadyError:
            return
        self.thread = threading.Thread(target=self._work, args=(lock,), name="worker", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End the work at hand, and write what readers have read."""
        self.stopping.set()
        if self.thread:
            self.thread.join(timeout=4)
        with self.app.app_context():
            write_noted()

    def _work(self, lock: Any) -> None:
        with lock:
            work_until(self.app, self.stopping)
