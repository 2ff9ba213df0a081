"""What happened, told to whoever listens: within the same transaction, or after its commit.

Events are frozen dataclasses in the past tense that carry ids and plain facts only, so that they
can be stored or sent unchanged.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, TypeVar

log = logging.getLogger(__name__)
E = TypeVar("E")
Listener = Callable[[E], None]

_within: defaultdict[type, list[Listener[Any]]] = defaultdict(list)
_after: defaultdict[type, list[Listener[Any]]] = defaultdict(list)
_waiting: ContextVar[tuple[Any, ...]] = ContextVar("waiting", default=())


def within(*kinds: type) -> Callable[[Listener[E]], Listener[E]]:
    """Run the listener in the transaction of the act; if it fails, so does the act."""
    return lambda listener: _listen(_within, kinds, listener)


def after(*kinds: type) -> Callable[[Listener[E]], Listener[E]]:
    """Run the listener after the commit, alone; it may fail, and may be lost in a crash."""
    return lambda listener: _listen(_after, kinds, listener)


def _listen(
    book: defaultdict[type, list[Listener[Any]]], kinds: tuple[type, ...], listener: Listener[E]
) -> Listener[E]:
    for kind in kinds:
        if listener not in book[kind]:
            book[kind].append(listener)
    return listener


def announce(event: object) -> None:
    """Tell what happened, from inside the unit of work in which it happens."""
    for listener in _within[type(event)]:
        listener(event)
    if _after[type(event)]:
        _waiting.set((*_waiting.get(), event))


def forget_waiting() -> None:
    """Drop what waited for a commit that did not come."""
    _waiting.set(())


def publish_waiting(unit: Callable[[], AbstractContextManager[None]]) -> None:
    """Run the listeners that waited for the commit, each in a unit of its own."""
    waiting = _waiting.get()
    _waiting.set(())
    for event in waiting:
        for listener in _after[type(event)]:
            try:
                with unit():
                    listener(event)
            except Exception:
                log.exception("A listener to %s failed after the commit", type(event).__name__)


def listeners_of(kind: type) -> tuple[Listener[Any], ...]:
    """Return who listens to this kind of event, for the documentation of events."""
    return (*_within[kind], *_after[kind])
