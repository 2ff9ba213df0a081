"""Circles: groups with a page of their own, which nobody but their conveners changes."""
