"""Caching for a moment."""

import pytest

from forum.kernel import moments
from forum.kernel.moments import BriefCache
from forum.kernel.stamps import forget_everything_cached


def test_value_is_kept_for_its_seconds_and_then_loaded_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, loaded = [100.0], []

    def load(key: str) -> str:
        loaded.append(key)
        return key.upper()

    monkeypatch.setattr(moments, "monotonic", lambda: clock[0])
    cache: BriefCache[str, str] = BriefCache(load, seconds=5)
    assert [cache.get("a"), cache.get("a"), cache.get("b")] == ["A", "A", "B"]
    assert loaded == ["a", "b"]
    clock[0] += 5
    assert cache.get("a") == "A"
    assert loaded == ["a", "b", "a"]
    forget_everything_cached()
    cache.get("a")
    assert loaded == ["a", "b", "a", "a"]
