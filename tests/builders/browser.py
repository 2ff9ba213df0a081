"""A browser for tests that run inside one application context."""

from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """A browser whose requests know nothing of one another but the cookies.

    All of them run inside the application context of the test, which would keep who asked.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)
