"""What discussions do when something happened, and what recurs."""

from forum.discussion.listeners import acts, members

__all__ = ["acts", "members"]
