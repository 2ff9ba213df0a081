"""Reads about the health of the community."""
