"""`make bench`: build the community, measure everything beside its floors, print what came of it."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.browser import Browser
from benchmarks.building import KEY, READERS, built, copy_for_a_run, settings_for
from benchmarks.corpus import Scale
from benchmarks.indexing import indexed
from benchmarks.live import measure_live
from benchmarks.loading import CONNECTIONS, has_wrk
from benchmarks.memory import demo_at_rest
from benchmarks.pages import Bench, Measured, Page, measure, measure_replying, pages_of
from benchmarks.report import Outcome, as_json, as_text, one_in
from benchmarks.search import all_kinds, measure_searching, search_pages
from benchmarks.server import FLOOR, FORUM, running
from benchmarks.session import cookie_of
from config import ROOT
from forum import Forum, create_app

FOLDER = ROOT / "build" / "benchmark"
READY = "/login"


def main() -> None:
    """Measure. Ends with an exit code other than 0 only when it could not."""
    options = _options()
    outcome = _run(Scale(options.scale), options.seconds)
    print(as_text(outcome))
    if options.json:
        options.json.write_text(json.dumps(as_json(outcome), indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    scale = float(os.environ.get("SCALE", "1"))
    parser.add_argument("--scale", type=float, default=scale, help="1 is 100,000 posts")
    parser.add_argument("--seconds", type=float, default=2, help="of load in each round")
    parser.add_argument("--json", type=Path, help="write the figures into this file, too")
    return parser.parse_args()


def _run(scale: Scale, seconds: float) -> Outcome:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_at_rest(FOLDER) as demo:
        _say("Building the community, unless it is there …")
        place, made, _ = built(FOLDER, scale)
        index = indexed(place)
        app = _app_for_a_run(place)
        kinds = all_kinds(app, place)
        memory = demo.look()
    _say("Searching in this process …")
    searched = measure_searching(app, place, kinds)
    with _bench(app, seconds) as bench:
        pages = [_measured(bench, page) for page in (*pages_of(app, made), *search_pages(kinds))]
        _say("Replying …")
        replying = measure_replying(bench, made)
    _say("Letting a thousand readers sit at their threads for a minute …")
    lively = measure_live(FOLDER / "live")
    return Outcome(scale, made, index, pages, replying, lively, searched, memory, _client())


def _app_for_a_run(place: Path) -> Forum:
    run = FOLDER / "run"
    copy_for_a_run(place, run)
    app = create_app(settings_for(run))
    # Nothing of this process may write while the server is measured.
    app.testing = True
    return app


@contextmanager
def _bench(app: Forum, seconds: float) -> Iterator[Bench]:
    cookies = {handle: cookie_of(app, handle) for handle in READERS}
    about = {"instance": app.instance_path, "secret_key": KEY, "env": "production"}
    with (
        running(FORUM, FOLDER / "forum.log", about, ready=READY) as ours,
        running(FLOOR, FOLDER / "floor.log", about, ready="/1") as floor,
    ):
        seen = {handle: _after_a_page(ours.port, cookie) for handle, cookie in cookies.items()}
        yield Bench(app, ours.port, floor.port, seen, seconds)


def _after_a_page(port: int, cookie: str) -> str:
    """Return the cookie as the first page leaves it, with the secret of forms in it."""
    browser = Browser(port, cookie)
    browser.get("/latest")
    browser.close()
    return browser.cookie


def _measured(bench: Bench, page: Page) -> Measured:
    found = measure(bench, page)
    _say(f"{page.name}: {found.ours.rate:.0f} requests/s, {one_in(found.share)} of the floor")
    return found


def _client() -> str:
    if has_wrk():
        return f"wrk over {CONNECTIONS} connections"
    return (
        f"{CONNECTIONS} processes of Python, which take part of the machine themselves: "
        "shares of the floor look better than they are (install wrk)"
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
