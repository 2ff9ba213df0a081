"""What moderation does when something happened, and what recurs."""

from forum.moderation.listeners import discussions, members, queue

__all__ = ["discussions", "members", "queue"]
