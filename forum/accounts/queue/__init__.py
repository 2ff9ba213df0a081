"""The queue: all that waits for facilitators, of whatever kind."""
