"""Bringing in what was said elsewhere: archives become threads, posts and placeholder members."""
