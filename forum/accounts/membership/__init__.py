"""Membership: the directory, pausing, and leaving."""
