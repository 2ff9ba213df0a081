"""Reads of moderation: flags, the review queue, the log, always on behalf of a person."""
