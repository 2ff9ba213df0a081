"""`make lighthouse`: how Google's Lighthouse judges the pages that members see, on a phone.

It starts a forum with its demo, signs in, and opens each page in Chromium with Lighthouse's own
settings for mobiles: a slow processor and a slow connection, both simulated.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.browser import Browser, token_in
from benchmarks.memory import DEMO_TAKES
from benchmarks.server import FORUM, HOST, running
from config import ROOT
from forum.admin.demo.loading import PASSWORD
from tools.assets import AssetsError, build

PACKAGES = ROOT / "benchmarks" / "npm"
PAGES = {
    "thread": "/t/consent-in-stages-building-a-page-that-people-can-really-say-no-to/21?page=1",
    "latest": "/latest",
    "search": "/search?q=consent",
}
"""The thread is one of the demo's longest, with two pages of posts."""
CATEGORIES = ("performance", "accessibility", "best-practices")
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
ROUNDS = 3
"""The median of so many looks counts: one look on a busy machine says little."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a page found."""

    scores: dict[str, int]
    requests: int
    bytes: int
    """Of everything the page asked for, compressed as it came, pictures left out."""
    scripts: int
    failed: tuple[str, ...]


def main() -> None:
    """Look at every page and print what was found."""
    try:
        build()
    except AssetsError as error:
        sys.exit(f"Lighthouse is for the bundled pages, and there is no bundle: {error}.")
    _have_lighthouse()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"instance": folder, "env": "development"}
        log = Path(folder) / "forum.log"
        with running(FORUM, log, settings, ready="/login", wait=DEMO_TAKES) as forum:
            for name, path in PAGES.items():
                print(_line(name, _median([_look(forum.port, path) for _ in range(ROUNDS)])))


def _have_lighthouse() -> None:
    if not (PACKAGES / "node_modules" / "lighthouse").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=PACKAGES, check=True)


def _look(port: int, path: str) -> Look:
    browser = Browser(port)
    token = token_in(browser.get("/login").text)
    browser.post("/login", {"login": "member", "password": PASSWORD, "csrf_token": token})
    browser.get("/latest")
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [
            *("node", "node_modules/lighthouse/cli/index.js", f"http://{HOST}:{port}{path}"),
            *("--quiet", "--output=json", f"--output-path={file.name}"),
            f"--extra-headers={json.dumps({'Cookie': browser.cookie})}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={CHROMIUM}",
        ]
        chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
        environment = {**os.environ, "CHROME_PATH": chromium}
        subprocess.run(command, cwd=PACKAGES, env=environment, check=True)
        report = json.loads(Path(file.name).read_text())
    if not report["finalDisplayedUrl"].endswith(path):
        sys.exit(f"{path} led to {report['finalDisplayedUrl']}.")
    return _read(report)


def _read(report: dict[str, Any]) -> Look:
    asked = report["audits"]["network-requests"]["details"]["items"]
    kept = [
        one for one in asked if one.get("resourceType") not in {"Image", "Other", "Fetch", "Ping"}
    ]
    scripts = [one["transferSize"] for one in kept if one.get("resourceType") == "Script"]
    return Look(
        {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        len(kept),
        sum(one["transferSize"] for one in kept),
        sum(scripts),
        tuple(
            f"{name} ({audit['title']})"
            for name, audit in report["audits"].items()
            if audit["scoreDisplayMode"] == "binary" and audit["score"] == 0
        ),
    )


def _median(looks: list[Look]) -> Look:
    return sorted(looks, key=lambda look: look.scores["performance"])[len(looks) // 2]


def _line(name: str, look: Look) -> str:
    scores = ", ".join(f"{kind} {score}" for kind, score in look.scores.items())
    weight = f"{look.requests} requests, {look.bytes / 1000:.0f} KB, scripts {look.scripts / 1000:.0f} KB"
    failed = "".join(f"\n    fails {each}" for each in look.failed)
    return f"{name:8} {scores}; {weight}{failed}"


if __name__ == "__main__":
    main()
