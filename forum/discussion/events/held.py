"""What happened to posts that wait for a facilitator: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHeld:
    """A reply or a thread waits for a facilitator."""

    held_id: int
    author_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDecided:
    """A facilitator has published a post that waited, or has not: then there is no `post_id`."""

    held_id: int
    author_id: int
    post_id: int | None
    by_id: int | None
