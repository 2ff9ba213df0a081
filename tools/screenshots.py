"""Make the README's pictures: a fresh demo community, looked at with a browser.

Chromium must be installed; the pictures land in docs/pictures.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from forum.admin.demo.loading import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 200_000
"""Bytes of one picture: the README shall open quickly."""
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LONGEST_START = 90
LONGEST_INDEXING = 30


@dataclass(frozen=True)
class Picture:
    """A page as a member sees it; `link` names a thread in the list, `anchor` is scrolled to."""

    name: str
    address: str
    link: str = ""
    anchor: str = ""
    as_tree: bool = False
    narrow: bool = False
    dark: bool = False

    def window(self) -> dict[str, Any]:
        """Return the browser window that the picture is taken in."""
        size = {"width": 390, "height": 780} if self.narrow else {"width": 1280, "height": 800}
        scheme = "dark" if self.dark else "light"
        return {"viewport": size, "color_scheme": scheme, "is_mobile": self.narrow, "locale": "en"}


THREAD = "Who chose the claimant"
SEARCH = "/search?q=consent"
ALL = (
    Picture("threads", "/latest"),
    Picture("tree", "/c/power-and-reflection/1", THREAD, anchor="#post-2", as_tree=True),
    Picture("search", SEARCH),
    Picture("dark", "/c/power-and-reflection/1", THREAD, dark=True),
    Picture("narrow", "/latest", narrow=True),
    Picture("narrow-thread", "/c/strategies/2", "Consent in stages", narrow=True, dark=True),
)


def main() -> None:
    """Serve a demo community for a moment and take all pictures of it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served_demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        wait_for_index(browser, site)
        for picture in ALL:
            path = take(browser, site, picture)
            size = path.stat().st_size
            print(f"{path.relative_to(ROOT)}: {size // 1000} kB")
            if size > LARGEST:
                sys.exit(f"{path.name} is larger than {LARGEST // 1000} kB.")
        browser.close()


def find_chromium() -> str | None:
    """Return the system's browser; None means the one that Playwright brings."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def served_demo() -> Iterator[str]:
    """Run the forum on a free port with a demo of its own, and stop it at the end."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="folkmoot-pictures-") as folder:
        environment = {**os.environ, "FOLKMOOT_INSTANCE": folder, "PORT": str(port)}
        environment["FOLKMOOT_ENV"] = "development"
        command = [sys.executable, "-c", "from forum.commands import main; main()", "run"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_until_it_answers(site, server)
            yield site
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_it_answers(site: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait for the first page; the demo is written before it."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"{site}/login", timeout=5).close()
        except URLError:
            time.sleep(0.3)
        else:
            return
    sys.exit("The forum did not start.")


def wait_for_index(browser: Browser, site: str) -> None:
    """Wait until the worker has put the demo into the search index."""
    page = sign_in(browser, site, ALL[0])
    end = time.monotonic() + LONGEST_INDEXING
    while time.monotonic() < end:
        page.goto(f"{site}{SEARCH}")
        if page.locator("main mark").count():
            break
        time.sleep(1)
    page.context.close()


def sign_in(browser: Browser, site: str, picture: Picture) -> Page:
    """Open a window for the picture and come in as a member."""
    page = browser.new_context(**picture.window()).new_page()
    page.goto(f"{site}/login")
    page.get_by_label("Handle or e-mail address").fill("member")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button.primary").click()
    page.wait_for_url(lambda address: "/login" not in address)
    return page


def take(browser: Browser, site: str, picture: Picture) -> Path:
    """Take one picture and return where it lies."""
    page = sign_in(browser, site, picture)
    page.goto(f"{site}{picture.address}")
    if picture.link:
        read_from_the_start(page, site, picture)
    if picture.anchor:
        page.evaluate("place => document.querySelector(place).scrollIntoView()", picture.anchor)
    path = PICTURES / f"{picture.name}.png"
    page.screenshot(path=path, animations="disabled")
    page.context.close()
    return path


def read_from_the_start(page: Page, site: str, picture: Picture) -> None:
    """Open the first page of a thread in the wanted way; its link leads to what is unread."""
    link = page.locator("a.thread-title", has_text=picture.link).get_attribute("href") or ""
    page.goto(site + "/".join(link.split("/")[:4]))
    page.get_by_role("button", name="As a tree" if picture.as_tree else "In order").click()
    page.wait_for_url("**#post-1")
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main()
