"""What moderation does when something happened, and what recurs."""

from forum.moderation.listeners import acts, discussions, flags, members, notes, queue

__all__ = ["acts", "discussions", "flags", "members", "notes", "queue"]
