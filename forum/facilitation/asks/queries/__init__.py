"""Reads about asks, about what waits for a reply, and about who might help."""
