"""What guests bring to other pages."""

from flask import Flask

from forum.accounts.guests.guard import init_guard


def init_web(app: Flask) -> None:
    """Let guests stop where nothing is open to them."""
    init_guard(app)
