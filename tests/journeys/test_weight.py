"""What a page costs on the line: counted in a browser, not timed."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.journeys.conftest import RunningForum, signed_in
from tests.journeys.patience import be_patient

pytestmark = pytest.mark.browser

MOST_REQUESTS = 6
MOST_BYTES = 120_000
MOST_BYTES_OF_SCRIPTS = 60_000


@dataclass(frozen=True)
class Fetched:
    """One thing that a page asked for."""

    kind: str
    address: str
    size: int


def fetched_by(page: Page, address: str) -> list[Fetched]:
    """Return what a page asks for until it comes to rest, images aside."""
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # What comes later still comes within the pace at which open pages ask.
    page.wait_for_timeout(1_000)
    return [
        Fetched(request.resource_type, request.url, request.sizes()["responseBodySize"])
        for request in finished
        if request.resource_type != "image" and not request.url.endswith(".svg")
    ]


def test_thread_page_asks_for_little(browser: Browser, forum: RunningForum, bundled: None) -> None:
    slug, id_ = forum.ask("SELECT slug, id FROM threads ORDER BY post_count DESC LIMIT 1")[0]
    state = signed_in(browser, forum, "member")
    context = be_patient(browser.new_context(base_url=forum.address, storage_state=state))
    fetched = fetched_by(context.new_page(), f"/t/{slug}/{id_}")
    context.close()
    assert len(fetched) <= MOST_REQUESTS, fetched
    assert sum(one.size for one in fetched) <= MOST_BYTES, fetched
    scripts = [one.size for one in fetched if one.kind == "script"]
    assert len(scripts) >= 1
    assert sum(scripts) <= MOST_BYTES_OF_SCRIPTS, fetched
