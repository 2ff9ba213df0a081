"""Reads of discussions: the only way to get their objects, always on behalf of a person."""
