"""Membership: the directory, pausing, leaving."""
