"""What discussions do when something happened, and what recurs."""

from forum.discussion.listeners import (
    acts,
    cases,
    circles,
    entries,
    held,
    life,
    members,
    pairs,
    timers,
)

__all__ = ["acts", "cases", "circles", "entries", "held", "life", "members", "pairs", "timers"]
