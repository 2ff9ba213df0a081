"""A running forum with its demo community, and browsers that visit it."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, StorageState, sync_playwright

from config import ROOT
from forum.admin.demo.loading import PASSWORD
from forum.kernel.assets import read_bundle
from tests.journeys.patience import PATIENCE, be_patient
from tools import assets

# Debian's headless shell is the same browser without windows, for half the time.
CHROMIUM = (
    os.environ.get("FOLKMOOT_TEST_CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PACE = {"FOLKMOOT_WORKER_PACE": "30", "FOLKMOOT_PSEUDONYM_DELAY": "0"}
"""Settings of the forum that the journeys share: what recurs every minute comes every two seconds,
and posts under pseudonyms appear at once."""


@dataclass
class RunningForum:
    """A forum that somebody has just started with `forum run`."""

    address: str
    database: Path
    start: Callable[[], "subprocess.Popen[bytes]"]
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """Stop the forum, as a host does who presses Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=PATIENCE)

    def come_back(self) -> None:
        """Start it again at the same address, with what it had kept."""
        self.process = self.start()
        wait_for(f"{self.address}/login", self.process)

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into the database, past the forum."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def expect(self, rows: object, statement: str, *values: Any) -> None:
        """Wait until the database says so: scripts send, and the worker works, a moment later."""
        end = time.monotonic() + PATIENCE
        while (found := self.ask(statement, *values)) != rows and time.monotonic() < end:
            time.sleep(0.05)
        assert found == rows


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningForum]:
    """Start a forum in a folder of its own, with the demo, and stop it afterwards."""
    with suppress(assets.AssetsError):  # single files do as well
        assets.build(may_fetch=False)
    with running_forum(tmp_path_factory.mktemp("journeys"), free_port(), PACE) as started:
        yield started


@contextmanager
def running_forum(
    instance: Path, port: int, more: Mapping[str, str] | None = None
) -> Iterator[RunningForum]:
    """Start a forum in this folder, and stop it afterwards."""
    settings = {"FOLKMOOT_INSTANCE": str(instance), "PORT": str(port), "FOLKMOOT_DATABASE_URL": ""}
    command = "import sys; from forum.commands import main; sys.argv = ['forum', 'run']; main()"
    environment = {**os.environ, **settings, **(more or {})}

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", command], cwd=ROOT, env=environment)

    address, database = f"http://127.0.0.1:{port}", instance / "folkmoot.sqlite3"
    forum = RunningForum(address, database, start, start())
    try:
        wait_for(f"{address}/login", forum.process)
        yield forum
    finally:
        if forum.process.poll() is None:
            forum.stop()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the address answers: filling the demo takes minutes on a busy machine."""
    end = time.monotonic() + 5 * PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The forum ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture
def bundled() -> None:
    """Skip where no bundle could be built: its parts of others are missing then."""
    if not read_bundle(assets.BUILT).files:
        pytest.skip("no bundle: run `python -m tools.assets`")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return the driver of browsers."""
    if not CHROMIUM:
        pytest.skip("no Chromium: install it, or name it in FOLKMOOT_TEST_CHROMIUM")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return one Chromium for all journeys."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    yield chromium
    chromium.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Say whether the browsers of this journey run scripts."""
    return bool(request.param)


@pytest.fixture
def visit(browser: Browser, forum: RunningForum, scripts: bool) -> Iterator[Callable[[str], Page]]:
    """Return what opens a browser of its own for somebody who is signed in."""
    contexts = []

    def visit_as(handle: str) -> Page:
        context = browser.new_context(
            java_script_enabled=scripts, base_url=forum.address, reduced_motion="reduce"
        )
        contexts.append(be_patient(context))
        page = context.new_page()
        faults = page_faults(page)
        come_in(page, handle, forum.address)
        assert not faults, faults
        return page

    yield visit_as
    for context in contexts:
        context.close()


def sign_in(page: Page, handle: str) -> None:
    """Come in as one of the demo's people."""
    page.goto("/login")
    page.fill("[name=login]", handle)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/")


_sign_ins: dict[tuple[str, str], tuple[float, list[Any]]] = {}
"""When somebody signed in at an address, and the cookies of it."""
LASTS = 120
"""Seconds for which a sign-in is used again: long before a proof of who one is grows old."""


def come_in(page: Page, handle: str, address: str) -> None:
    """Be one of the demo's people, by a recent sign-in where there is one: each costs a second."""
    at, cookies = _sign_ins.get((address, handle), (-inf, []))
    if time.monotonic() - at < LASTS:
        page.context.add_cookies(cookies)
        page.goto("/")
        if not page.locator("main [name=password]").count():
            return
    sign_in(page, handle)
    _sign_ins[address, handle] = time.monotonic(), page.context.cookies()


def signed_in(browser: Browser, forum: RunningForum, handle: str) -> StorageState:
    """Return what a browser keeps of a sign-in, for others that have seen no page yet."""
    context = be_patient(browser.new_context(base_url=forum.address))
    sign_in(context.new_page(), handle)
    state = context.storage_state()
    context.close()
    return state


def page_faults(page: Page) -> list[str]:
    """Return a list that fills with what goes wrong in the page: scripts, policies, third parties."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    return faults
