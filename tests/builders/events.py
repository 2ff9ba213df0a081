"""Hearing what operations announce."""

from collections.abc import Iterator
from contextlib import contextmanager

from forum.kernel import events


@contextmanager
def heard(*kinds: type) -> Iterator[list[object]]:
    """Return the list of events of these kinds that are announced meanwhile."""
    seen: list[object] = []

    def note(event: object) -> None:
        seen.append(event)

    for kind in kinds:
        events._within[kind].append(note)
    try:
        yield seen
    finally:
        for kind in kinds:
            events._within[kind].remove(note)
