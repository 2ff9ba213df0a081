"""What notes of quarters bring to others: the figures of the log."""

from flask import Flask

from forum.accounts.slots import counted_acts
from forum.moderation.transparency.queries import count_acts


def init_web(_app: Flask) -> None:
    """Fill the slot of what is counted."""
    counted_acts.fill(count_acts)
