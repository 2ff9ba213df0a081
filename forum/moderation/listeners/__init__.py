"""What moderation does when something happened, and what recurs."""

from forum.moderation.listeners import discussions, flags, members, queue

__all__ = ["discussions", "flags", "members", "queue"]
