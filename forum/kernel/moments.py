"""Caching for a moment, where a figure may be a little old and nobody is misled by it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from forum.kernel.stamps import on_forgetting

T = TypeVar("T")
K = TypeVar("K")


class BriefCache(Generic[K, T]):
    """Values by key, loaded again when they are so many seconds old; all go when there are most."""

    def __init__(self, load: Callable[[K], T], *, seconds: float, most: int = 1_000) -> None:
        self._load = load
        self._seconds = seconds
        self._most = most
        self._values: dict[K, tuple[float, T]] = {}
        self._lock = Lock()
        on_forgetting(self)

    def get(self, key: K) -> T:
        """Return the value; while it is loaded, others wait rather than load it, too."""
        found = self._values.get(key)
        if found and monotonic() < found[0]:
            return found[1]
        with self._lock:
            found = self._values.get(key)
            if found and monotonic() < found[0]:
                return found[1]
            value = self._load(key)
            if len(self._values) >= self._most:
                self._values.clear()
            self._values[key] = (monotonic() + self._seconds, value)
            return value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
