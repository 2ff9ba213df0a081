"""What happened in the queue: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItemOpened:
    """Something waits for facilitators."""

    item_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItemSettled:
    """Something does not wait any more; `by_id` is None where a machine saw to it."""

    item_id: int
    kind: str
    by_id: int | None
