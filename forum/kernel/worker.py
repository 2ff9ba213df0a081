"""The worker: one loop that does what the outbox holds and what recurs."""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from flask import Flask

from forum.kernel import outbox
from forum.kernel.application import this_settings

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds between looks at the outbox when no one in this process has written to it."""


class WorkerRunsAlreadyError(RuntimeError):
    """Another process of this installation holds the worker's lock."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that recurs, every so many seconds."""

    work: Callable[[], None]
    every: float


_chores: list[Chore] = []


def recurring(*, every: float) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Let the worker call the function every so many seconds, first at its start."""

    def register(work: Callable[[], None]) -> Callable[[], None]:
        if all(chore.work is not work for chore in _chores):
            _chores.append(Chore(work, every))
        return work

    return register


@contextmanager
def worker_lock(instance: Path) -> Iterator[None]:
    """Hold the lock of this installation's only worker; it ends with the process.

    Raises WorkerRunsAlreadyError when another process holds it.
    """
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkerRunsAlreadyError(
                "A worker already runs for this installation (perhaps inside `forum run`)."
            ) from None
        yield


def work_until(app: Flask, stop: threading.Event) -> None:
    """Work until `stop` is set; trouble with one thing never ends the loop."""
    due = dict.fromkeys(range(len(_chores)), 0.0)
    while not stop.is_set():
        outbox.new_rows.clear()
        with app.app_context():
            try:
                _do_chores(due)
                outbox.work_off()
            except Exception:
                log.exception("The worker stumbled and goes on")
                stop.wait(1)
        _wait(stop)


def _do_chores(due: dict[int, float]) -> None:
    pace = this_settings().worker_pace
    for index, chore in enumerate(_chores):
        if monotonic() >= due[index]:
            due[index] = monotonic() + chore.every / pace
            try:
                chore.work()
            except Exception:
                log.exception("The recurring %s failed", chore.work.__name__)


def _wait(stop: threading.Event) -> None:
    """Wait for new rows of this process, at most one pause."""
    if not outbox.new_rows.wait(PAUSE):
        return
    # The row was announced before its commit: give the commit a moment.
    stop.wait(0.02)
