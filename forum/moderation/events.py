"""What happened in moderation: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFlagged:
    """A member said that a post goes against a rule."""

    post_id: int
    thread_id: int
    item_id: int
    rule_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsHandled:
    """Facilitators decided about the flags on a post."""

    item_id: int
    post_id: int
    thread_id: int
    outcome: str
    rule_id: int
    by_id: int | None
    because: str
