"""Stories wait until something is so, and never for a time: a machine may be as slow as it likes."""

import os
import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

PATIENCE = 90
"""Seconds after which what a story waits for does not come. Where it comes they cost nothing."""
SLOWER = float(os.environ.get("FOLKMOOT_TEST_SLOWER", "1"))
"""How many times slower browsers are made, to find stories that hang on speed."""

expect.set_options(timeout=PATIENCE * 1000)


def be_patient(context: BrowserContext) -> BrowserContext:
    """Let a browser wait long for everything, and be slow itself where that was asked for."""
    context.set_default_timeout(PATIENCE * 1000)
    if SLOWER > 1:
        context.on("page", _slow_down)
    return context


def _slow_down(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def until(is_so: Callable[[], object]) -> None:
    """Wait for what scripts send or the worker does, which comes a moment after the page."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    assert is_so()


def reads(page: Page, place: str, words: str) -> None:
    """Wait until a place of the page shows these words."""
    expect(page.locator(place).first).to_contain_text(words, use_inner_text=True)


def lacks(page: Page, place: str, words: str) -> None:
    """Wait until a place of the page stands and does not show these words."""
    expect(page.locator(place).first).not_to_contain_text(words, use_inner_text=True)
