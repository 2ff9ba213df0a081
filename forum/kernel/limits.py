"""Limits on how often something may be tried: in memory, or in Redis for several processes."""

from flask import current_app
from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from config import Settings


class Limiter:
    """Counts attempts by name and key over a moving window."""

    def __init__(self, settings: Settings) -> None:
        address = settings.redis_url or "memory://"
        self._storage: Storage = storage_from_string(address)  # type: ignore[assignment]
        self._strategy = MovingWindowRateLimiter(self._storage)

    def hit(self, limit: str, name: str, key: str) -> bool:
        """Count an attempt: `hit("10/hour", "sign-in", handle)`; False when it is too many."""
        return self._strategy.hit(parse(limit), name, key)

    def test(self, limit: str, name: str, key: str) -> bool:
        """Tell whether one more attempt would be allowed, without counting it."""
        return self._strategy.test(parse(limit), name, key)

    def clear(self, limit: str, name: str, key: str) -> None:
        """Forget the attempts, as after a success."""
        self._strategy.clear(parse(limit), name, key)


def limiter() -> Limiter:
    """Return the limiter of this installation."""
    kept: Limiter = current_app.extensions["folkmoot_limiter"]
    return kept
