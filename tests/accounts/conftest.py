"""What the tests of accounts share."""

import pytest

from forum import Forum


@pytest.fixture(autouse=True)
def fresh_attempts(app: Forum) -> None:
    """Forget how often earlier tests tried to sign in."""
    app.extensions["folkmoot_limiter"]._storage.reset()
