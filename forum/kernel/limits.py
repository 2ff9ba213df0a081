"""Limits on how often something may be tried: in memory, or in Redis for several processes."""

import math
import time

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

    def wait(self, limit: str, name: str, key: str) -> int:
        """Return in how many seconds one more attempt will be allowed; 0 when it is now."""
        if self.test(limit, name, key):
            return 0
        stats = self._strategy.get_window_stats(parse(limit), name, key)
        return max(1, math.ceil(stats.reset_time - time.time()))

    def clear(self, limit: str, name: str, key: str) -> None:
        """Forget the attempts, as after a success."""
        self._strategy.clear(parse(limit), name, key)


def wait_in_words(seconds: int) -> str:
    """Return when to try again, in whole minutes from the first one on."""
    if seconds <= 60:
        return "in a minute"
    minutes = math.ceil(seconds / 60)
    if minutes < 90:
        return f"in {minutes} minutes"
    return f"in {math.ceil(minutes / 60)} hours"


def limiter() -> Limiter:
    """Return the limiter of this installation."""
    kept: Limiter = current_app.extensions["folkmoot_limiter"]
    return kept
