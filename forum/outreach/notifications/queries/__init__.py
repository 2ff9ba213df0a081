"""Reads of what members are told."""
