"""Serving pages one after the other."""

import resource
import threading
import time
from collections.abc import Iterable
from time import monotonic
from typing import Any

import pytest

from forum.admin.serving import CONNECTIONS, Turnstile, allow_connections


class Inside:
    """An application that notes how many are in it at once, and waits to be let go."""

    def __init__(self) -> None:
        self.present = 0
        self.most = 0
        self.entered = threading.Semaphore(0)
        self.leave = threading.Semaphore(0)
        self.lock = threading.Lock()

    def __call__(self, _environ: Any, _start_response: Any) -> Iterable[bytes]:
        with self.lock:
            self.present += 1
            self.most = max(self.most, self.present)
        self.entered.release()
        assert self.leave.acquire(timeout=10)
        with self.lock:
            self.present -= 1
        return [b""]


def ask(turnstile: Turnstile, method: str) -> threading.Thread:
    thread = threading.Thread(target=turnstile, args=({"REQUEST_METHOD": method}, None))
    thread.start()
    return thread


def test_pages_are_made_one_after_the_other() -> None:
    inside = Inside()
    turnstile = Turnstile(inside)
    turnstile.PATIENCE = 10
    threads = [ask(turnstile, "GET") for _ in range(4)]
    for _ in threads:
        assert inside.entered.acquire(timeout=10)
        inside.leave.release()
    for thread in threads:
        thread.join(10)
    assert inside.most == 1


def test_what_is_sent_need_not_wait_for_a_page() -> None:
    inside = Inside()
    turnstile = Turnstile(inside)
    turnstile.PATIENCE = 10
    threads = [ask(turnstile, "GET"), ask(turnstile, "POST")]
    assert all(inside.entered.acquire(timeout=5) for _ in threads)
    for _ in threads:
        inside.leave.release()
    for thread in threads:
        thread.join(10)
    assert inside.most == 2


def test_slow_page_holds_up_nobody_for_long() -> None:
    inside = Inside()
    turnstile = Turnstile(inside)
    threads = [ask(turnstile, "GET") for _ in range(2)]
    assert all(inside.entered.acquire(timeout=5) for _ in threads)
    for _ in threads:
        inside.leave.release()
    for thread in threads:
        thread.join(10)


def test_long_queue_of_quick_pages_is_no_reason_to_go_in_at_once() -> None:
    inside = Inside()
    turnstile = Turnstile(inside)
    turnstile.PATIENCE = 0.2
    threads = [ask(turnstile, "GET") for _ in range(6)]
    for _ in threads:
        assert inside.entered.acquire(timeout=5)
        time.sleep(0.05)  # six of them last longer than anybody's patience with one
        inside.leave.release()
    for thread in threads:
        thread.join(10)
    assert inside.most == 1


def test_nobody_waits_for_ever_in_a_queue_of_quick_pages() -> None:
    inside = Inside()
    turnstile = Turnstile(inside)
    turnstile.PATIENCE = 0.2
    turnstile.LONGEST = 0
    threads = [ask(turnstile, "GET") for _ in range(3)]
    assert inside.entered.acquire(timeout=5)
    turnstile._since = monotonic() + 10  # as if another quick page had just gone in
    assert inside.entered.acquire(timeout=5)
    inside.leave.release(3)
    for thread in threads:
        thread.join(10)
    assert inside.most > 1


@pytest.mark.parametrize(
    ("soft", "hard"), [(1024, 2048), (1024, 65_536), (65_536, 65_536), (256, -1)]
)
def test_as_many_files_may_be_open_as_there_are_connections(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int
) -> None:
    limits = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, wanted: limits.append(wanted))
    allow_connections()
    assert limits[-1][0] >= (min(hard, CONNECTIONS) if hard > 0 else CONNECTIONS)
    assert limits[-1][1] == hard
