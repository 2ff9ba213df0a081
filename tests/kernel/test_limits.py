"""How often something may be tried, in memory and in Redis."""

import os
import uuid
from pathlib import Path

import pytest

from config import Settings
from forum.kernel.limits import Limiter, wait_in_words


@pytest.fixture(params=["memory", "redis"])
def limiter(request: pytest.FixtureRequest, tmp_path: Path) -> Limiter:
    address = ""
    if request.param == "redis":
        address = os.environ.get("FOLKMOOT_TEST_REDIS", "")
        if not address:
            pytest.skip("no Redis: set FOLKMOOT_TEST_REDIS")
    return Limiter(Settings(instance=tmp_path, redis_url=address))


def test_attempts_beyond_the_limit_are_refused(limiter: Limiter) -> None:
    key = uuid.uuid4().hex
    assert [limiter.hit("3/minute", "sign-in", key) for _ in range(4)] == [True, True, True, False]


def test_one_key_does_not_use_up_another(limiter: Limiter) -> None:
    anna, ben = uuid.uuid4().hex, uuid.uuid4().hex
    assert limiter.hit("1/minute", "sign-in", anna)
    assert not limiter.test("1/minute", "sign-in", anna)
    assert limiter.hit("1/minute", "sign-in", ben)


def test_attempts_are_forgotten_after_a_success(limiter: Limiter) -> None:
    key = uuid.uuid4().hex
    limiter.hit("1/minute", "sign-in", key)
    limiter.clear("1/minute", "sign-in", key)
    assert limiter.hit("1/minute", "sign-in", key)


def test_wait_is_told_while_there_is_one(limiter: Limiter) -> None:
    key = uuid.uuid4().hex
    assert limiter.wait("1/minute", "sign-in", key) == 0
    limiter.hit("1/minute", "sign-in", key)
    assert 55 <= limiter.wait("1/minute", "sign-in", key) <= 61


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "in a minute"), (60, "in a minute"), (61, "in 2 minutes"), (900, "in 15 minutes"),
     (7_200, "in 2 hours")],
)  # fmt: skip
def test_wait_is_told_in_words(seconds: int, words: str) -> None:
    assert wait_in_words(seconds) == words


@pytest.mark.parametrize("limit", ["", "ten per hour", "0 per 1 hour", "10 per 1 year", "1/x"])
def test_limit_that_cannot_be_counted_is_refused(limit: str) -> None:
    with pytest.raises(ValueError, match="10 per 15 minutes"):
        Settings(limit_searches=limit)
