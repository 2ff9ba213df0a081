"""Two readers side by side: what one does, the other sees, and nothing moves under their eyes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import (
    RunningForum,
    come_in,
    page_faults,
)
from tests.journeys.patience import be_patient, reads, until
from tests.journeys.test_evening import some_words, start_thread

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]

WATCH_SHIFTS = """
    window.shifts = [];
    const told = ({value, sources}) => [value, ...sources.map(s => s.node?.className)];
    const watch = (list) => window.shifts.push(
        ...list.getEntries().filter((one) => !one.hadRecentInput).map(told));
    new PerformanceObserver(watch).observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture
def enter(browser: Browser, forum: RunningForum) -> Iterator[Enter]:
    """Return what opens a browser with scripts for somebody, of any size."""
    contexts, faults = [], []

    def enter_as(handle: str, **options: object) -> Page:
        context = browser.new_context(base_url=forum.address, **options)  # type: ignore[arg-type]
        contexts.append(be_patient(context))
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        faults.append(page_faults(page))
        come_in(page, handle, forum.address)
        return page

    yield enter_as
    for context in contexts:
        context.close()


def look_at(page: Page, address: str) -> None:
    """Open a page and begin to watch what moves in it once it stands."""
    page.goto(address)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page stands, and forget what moved until then."""
    page.wait_for_load_state("networkidle")
    page.evaluate("window.shifts.length = 0")


def ask(page: Page) -> None:
    """Let the page ask what is new until it has shown what it was told."""
    for _ in range(2):  # it asks again only when it has
        with page.expect_response("**/live/**"):
            page.evaluate("document.dispatchEvent(new Event('folkmoot:ask'))")


def reply(page: Page, words: str) -> None:
    page.fill("#reply [name=body]", words)
    page.click("#reply button.primary")
    page.wait_for_url("**#post-*")


def shifts(page: Page) -> list[object]:
    """Return what has moved by itself since the page was loaded."""
    page.wait_for_timeout(150)
    found: list[object] = page.evaluate("window.shifts")
    return found


def posts_of(forum: RunningForum, words: str) -> list[tuple[object, ...]]:
    return forum.ask(
        "SELECT p.number, m.handle FROM posts p JOIN members m ON m.id = p.author_id "
        "JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ? ORDER BY p.number",
        f"%{words}%",
    )


@pytest.mark.parametrize(
    ("width", "motion"), [(1280, "no-preference"), (390, "reduce")], ids=["wide", "narrow and calm"]
)
def test_two_hold_a_conversation_and_nothing_moves(
    enter: Enter, forum: RunningForum, width: int, motion: str
) -> None:
    words, viewport = some_words(), {"width": width, "height": 850}
    anna = enter("member", viewport=viewport, reduced_motion=motion)
    ben = enter("member2", viewport=viewport, reduced_motion=motion)
    start_thread(anna, words)
    look_at(ben, anna.url)
    for number, (writer, reader) in enumerate([(ben, anna), (anna, ben)] * 2, 2):
        rest(reader)
        reply(writer, f"Words number {number} of {words}.")
        expect(reader.locator(f"#post-{number} .post-body")).to_be_visible()
        reads(reader, f"#post-{number} .post-body", f"number {number}")
        assert shifts(reader) == []
    assert [number for number, _ in posts_of(forum, words)] == [1, 2, 3, 4, 5]
    expect(anna.locator(".thread-head .reply-count")).to_have_text(re.compile("^[34] replies$"))


def test_writing_and_its_focus_stay_while_replies_arrive(enter: Enter) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    start_thread(anna, words)
    look_at(ben, anna.url)
    ben.fill("#reply [name=body]", "Half a sentence")
    place = ben.locator("#reply").bounding_box()
    for number in range(2, 6):
        reply(anna, "A thought of three lines.\n\nThe second.\n\n" + f"The third, {number}.")
    told = ben.locator("#post-5, .live-notice:not([hidden])").first
    expect(told).to_be_visible()
    ask(ben)
    expect(ben.locator("#reply [name=body]").first).to_have_value("Half a sentence")
    assert ben.evaluate("document.activeElement.name") == "body"
    assert ben.locator("#reply").bounding_box() == place
    assert shifts(ben) == []
    ben.click(".live-notice")
    for number in range(2, 6):
        expect(ben.locator(f"#post-{number}")).to_be_attached()


def test_edit_shows_by_itself_unless_somebody_selects_words_of_it(
    enter: Enter, forum: RunningForum
) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    start_thread(anna, words)
    look_at(ben, anna.url)

    def edit(text: str) -> None:
        address = anna.get_attribute("#post-1 .act-edit", "href")
        thread = anna.url
        anna.goto(address or "")
        anna.fill("main [name=body]", text)
        anna.click("main button.primary")
        anna.wait_for_url("**#post-1")
        anna.goto(thread)

    edit(f"Other words, the first: {words}.\n\n" + "A paragraph that was not there.\n\n" * 6)
    expect(ben.locator("#post-1 .post-body")).to_contain_text("the first")
    assert shifts(ben) == []
    ben.locator("#post-1 .post-body p").first.select_text()
    edit(f"Other words, the second: {words}.")
    ask(ben)
    reads(ben, "#post-1 .post-body", "the first")
    ben.evaluate("getSelection().removeAllRanges()")
    expect(ben.locator("#post-1 .post-body")).to_contain_text("the second")
    assert forum.ask("SELECT raw FROM posts WHERE raw LIKE ?", f"%second: {words}%") != []


def test_changed_title_and_closing_show_by_themselves(enter: Enter, forum: RunningForum) -> None:
    words = some_words()
    anna, grace, ben = enter("member"), enter("facilitator"), enter("member2")
    start_thread(anna, words)
    address = anna.url
    ben.goto(address)
    anna.click("text=Edit title and tags")
    anna.fill("[name=title]", f"A better question about {words}")
    anna.click("main button.primary")
    expect(ben.locator("h1")).to_have_text(f"A better question about {words}")
    expect(ben).to_have_title(re.compile(f"^A better question about {words}"))
    grace.goto(address)
    grace.goto(grace.get_attribute(".thread-bar a[href^='/moderate/threads/']", "href") or "")
    form = grace.locator("form[action$='/close']")
    grace.locator("details", has=form).locator("summary").click()
    form.locator("[name=because]").fill("It is answered.")
    form.locator("button").click()
    expect(ben.locator(".thread-head")).to_contain_text("It is answered.")
    query = "SELECT closed_at IS NOT NULL FROM threads WHERE title LIKE ?"
    forum.expect([(1,)], query, f"A better question about {words}")


def test_reader_without_network_catches_up(enter: Enter, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    start_thread(anna, words)
    look_at(ben, anna.url)
    ben.context.set_offline(True)
    for number in (2, 3):
        reply(anna, f"While nobody listened, {number}.")
    with ben.expect_event("requestfailed"):
        ben.evaluate("document.dispatchEvent(new Event('folkmoot:ask'))")
    expect(ben.locator("#post-2")).to_have_count(0)
    ben.context.set_offline(False)
    for number in (2, 3):
        expect(ben.locator(f"#post-{number}")).to_be_attached()
    assert len(posts_of(forum, words)) == 3


def test_reply_in_a_tree_stands_under_what_it_answers(enter: Enter, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    start_thread(anna, words)
    reply(anna, "The first answer.")
    look_at(ben, anna.url)
    ben.click("text=As a tree")
    ben.wait_for_selector(".posts-tree")
    rest(ben)
    try:
        anna.click("#post-2 .act-reply")
        reply(anna, "An answer to the answer.")
        below = ben.locator(".branch:has(> #post-2) > .replies #post-3")
        expect(below.or_(ben.locator(".live-notice:not([hidden])")).first).to_be_visible()
        if not below.count():
            ben.click(".live-notice")
        expect(below).to_be_visible()
        expect(ben.locator(".branch:has(> #post-2) > .replies > summary")).to_contain_text(
            "1 reply"
        )
        assert shifts(ben) == []
    finally:
        ben.click("text=In order")
        ben.wait_for_selector(".posts:not(.posts-tree)")
    assert len(posts_of(forum, words)) == 3


def test_open_list_says_what_is_new(enter: Enter) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    look_at(ben, "/latest")
    start_thread(anna, words)
    notice = ben.locator(".live-notice")

    def tells() -> bool:
        ben.evaluate("document.dispatchEvent(new Event('folkmoot:ask'))")
        return notice.is_visible()

    until(tells)
    expect(notice).to_contain_text("new or updated thread")
    notice.click()
    expect(ben.locator("main")).to_contain_text(words)
    assert shifts(ben) == []


def test_mention_rings_the_bell_of_whoever_reads_something_else(
    enter: Enter, forum: RunningForum
) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    look_at(ben, "/rules")
    start_thread(anna, words)
    reply(anna, f"What does @member2 say to {words}?")
    told = (
        "SELECT count(*) FROM notifications n JOIN posts p ON p.id = n.post_id WHERE p.raw LIKE ?"
    )
    forum.expect([(1,)], told, f"%@member2 say to {words}%")
    bell = ben.locator("#bell")

    def rings() -> bool:
        ben.evaluate("document.dispatchEvent(new Event('folkmoot:ask'))")
        # It may have rung before, for what other stories did.
        return bell.locator(".told", has_text=words).count() > 0

    until(rings)
    expect(bell.locator("summary .count")).to_be_visible()
    assert shifts(ben) == []
    bell.locator("summary").click()
    bell.locator(".told", has_text=words).first.click()
    expect(ben.locator("main")).to_contain_text(words)


def test_page_stays_alive_over_a_restart(enter: Enter, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = enter("member"), enter("member2")
    start_thread(anna, words)
    look_at(ben, anna.url)
    reply(anna, "Before the server stopped.")
    expect(ben.locator("#post-2")).to_be_attached()
    try:
        with ben.expect_event("requestfailed"):
            # The page asks while nobody answers.
            forum.stop()
    finally:
        forum.come_back()
    reply(anna, "After it came back.")
    ben.evaluate("window.dispatchEvent(new Event('online'))")
    expect(ben.locator("#post-3")).to_be_attached()
    assert len(posts_of(forum, words)) == 3


def test_page_says_when_it_was_made_without_scripts(browser: Browser, forum: RunningForum) -> None:
    words = some_words()
    pages = []
    for handle in ("member", "member2"):
        context = be_patient(browser.new_context(base_url=forum.address, java_script_enabled=False))
        pages.append(context.new_page())
        come_in(pages[-1], handle, forum.address)
    anna, ben = pages
    start_thread(anna, words)
    ben.goto(anna.url)
    line = ben.locator(".live-room .made-at")
    expect(line).to_be_visible()
    expect(line).to_contain_text(re.compile(r"made at \d\d:\d\d:\d\d"))
    expect(ben.locator(".live-hint")).to_be_hidden()
    reply(anna, "A reply without scripts.")
    line.locator("a").click()
    expect(ben.locator("#post-2")).to_be_visible()
    assert posts_of(forum, words) == [(1, "member"), (2, "member")]
    for page in pages:
        page.context.close()
