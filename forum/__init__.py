"""Folkmoot, a threaded discussion forum for communities of practice."""
