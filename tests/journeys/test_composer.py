"""Writing: the toolbar, the preview, suggestions, pasting, quoting, and never losing a word."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import reads, until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
with_scripts = pytest.mark.parametrize("scripts", [True], indirect=True)

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("#body").dispatchEvent(event);
}"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SELECT = """place => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(place));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def words() -> str:
    """Return a word that stands nowhere else."""
    return f"ast{uuid.uuid4().hex[:8]}"


def start_thread(page: Page, words: str, body: str) -> str:
    """Start a thread in Strategies and return its address."""
    page.goto("/new-topic?category=strategies")
    page.fill("[name=title]", f"What about {words}?")
    page.fill("[name=body]", body)
    page.click("main button.primary")
    page.wait_for_url("**/t/**")
    return page.url


def open_reply(page: Page, address: str, scripts: bool) -> None:
    """Open the composer: at the foot of the thread, or on a page of its own."""
    page.goto(address)
    page.click("#post-1 .act-reply")
    if scripts:
        page.wait_for_selector(".reply-here.is-docked")
    else:
        page.wait_for_url("**/reply?to=1")


def send(page: Page, number: int) -> None:
    """Send the reply and wait until it stands there."""
    page.click("form[data-composer] button.primary")
    page.wait_for_url(f"**/{number}#post-{number}")


def raw_of_last_post(forum: RunningForum, words: str) -> str:
    """Return what was written last in the thread with these words in its title."""
    query = (
        "SELECT p.raw FROM posts p JOIN threads t ON t.id = p.thread_id "
        "WHERE t.title LIKE ? ORDER BY p.number DESC LIMIT 1"
    )
    return str(forum.ask(query, f"%{words}%")[0][0])


def write_with_buttons(page: Page, words: str) -> None:
    """Write everything that the toolbar knows."""
    page.wait_for_selector(".tool")
    page.keyboard.type(words)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    for tool, inside in (("unordered-list", "one"), ("task-list", "do it"), ("quote", "said")):
        page.keyboard.press("Control+End")
        page.keyboard.type("\n\n")
        page.keyboard.type(inside)
        page.click(f"[data-md-button={tool}]")
    for tool in ("our-table", "our-details", "our-footnote"):
        page.keyboard.press("Control+End")
        page.click(f"[data-md-button={tool}]")
    page.keyboard.type("a note")
    page.keyboard.press("Control+Home")
    page.click("[data-md-button=our-date]")
    page.fill("#date-day", "2026-12-01")
    page.fill("#date-time", "14:00")
    page.select_option("#date-zone", "Europe/Lisbon")
    page.click("dialog button.primary")


def write_by_hand(page: Page, words: str) -> None:
    """Write the same with its signs."""
    page.fill(
        "[name=body]",
        f'[date=2026-12-01 time=14:00 timezone="Europe/Lisbon"] **{words}**[^1]\n\n- one\n\n'
        "- [ ] do it\n\n> said\n\n| First | Second |\n| --- | --- |\n| 1 | 2 |\n\n"
        '[details="Summary"]\nFolded\n[/details]\n\n[^1]: a note',
    )


def test_what_the_toolbar_writes_is_read_by_others(
    visit: Visit, forum: RunningForum, scripts: bool, bundled: None, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words, "A question.")
    open_reply(ben, address, scripts)
    (write_with_buttons if scripts else write_by_hand)(ben, words)
    send(ben, 2)
    raw = raw_of_last_post(forum, words)
    assert f"**{words}**" in raw
    assert '[date=2026-12-01 time=14:00 timezone="Europe/Lisbon"]' in raw
    anna.goto(address)
    post = anna.locator("#post-2 .post-body")
    expect(post.locator("strong", has_text=words)).to_have_count(1)
    for part in ("ul", ".task-box", "blockquote", "table", "details", ".footnote", ".footnote-ref"):
        expect(post.locator(part).first).to_be_attached()
    time = post.locator("time.local-date")
    expect(time).to_have_text("Tuesday 1 December 2026, 15:00 CET", use_inner_text=True)
    expect(time).to_have_attribute("title", "14:00 in Europe/Lisbon")


def test_preview_is_what_the_post_becomes(
    visit: Visit, forum: RunningForum, scripts: bool, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words, "A question.")
    open_reply(ben, address, scripts)
    text = (
        f"**{words}** @member @nobody12 #strategies\n\n- [x] done\n\n[date=2026-12-01 time=09:00]"
    )
    ben.fill("[name=body]", text)
    if not scripts:
        ben.click("button[name=preview]")
    preview = ben.locator(".composer-preview .post-body" if scripts else ".preview .post-body")
    preview.locator("strong", has_text=words).wait_for()
    previewed = preview.inner_html()
    expect(ben.locator(".preview-notes")).to_contain_text("Nobody here is called @nobody12.")
    send(ben, 2)
    anna.goto(address)
    for page in (anna, ben):
        until(lambda page=page: page.locator("#post-2 .post-body").inner_html() == previewed)
    assert raw_of_last_post(forum, words) == text


@with_scripts
def test_names_are_suggested_while_one_types(
    visit: Visit, forum: RunningForum, bundled: None, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words, "A question.")
    open_reply(ben, address, scripts=True)
    ben.wait_for_selector(".tool")
    # Past the only one comes the same one again.
    seedling = (":seedli", "ArrowDown", "Enter")
    for typed, *keys in (("Dear @facilitator", "Enter"), ("see #strat", "Tab"), seedling):
        word = re.split("[@#:]", typed)[-1]
        # Answers to the first letters come and go: it is the whole word's that is chosen from.
        with ben.expect_response(re.compile(rf"/suggest/\w+\?q={word}&")) as answer:
            ben.keyboard.type(typed)
        expect(ben.locator("[role=option]")).to_have_count(len(answer.value.json()))
        ben.evaluate(PAINTED)
        for key in keys:
            ben.keyboard.press(key)
        ben.wait_for_selector("[role=option]", state="detached")
    assert re.fullmatch(r"Dear @facilitator2? see #strategies 🌱 ", ben.input_value("#body"))
    ben.keyboard.press("Control+Enter")
    ben.wait_for_url("**/2#post-2")
    anna.goto(address)
    expect(anna.locator("#post-2 a.mention")).to_have_count(1)
    expect(anna.locator("#post-2 a.place")).to_have_text("#strategies", use_inner_text=True)
    assert "🌱" in raw_of_last_post(forum, words)


@with_scripts
def test_rich_text_is_pasted_as_markdown(
    visit: Visit, forum: RunningForum, bundled: None, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words, "A question.")
    open_reply(ben, address, scripts=True)
    ben.wait_for_selector(".tool")
    html = (
        f'<p style="color:red">From a <b>page</b> about <a href="https://example.org/a">{words}</a>'
        "<script>alert(1)</script></p><ul><li>one</li><li>two</li></ul>"
        "<table><tr><td>Court</td><td>Year</td></tr><tr><td>first</td><td>2019</td></tr></table>"
    )
    ben.evaluate(PASTE, [html, "From a page"])
    pasted = (
        f"From a **page** about [{words}](https://example.org/a)\n\n- one\n- two\n\n"
        "| Court | Year |\n| --- | --- |\n| first | 2019 |"
    )
    expect(ben.locator("#body").first).to_have_value(pasted)
    ben.fill("#body", f"{pasted}\n\nthese words")
    ben.evaluate(
        "() => { const f = document.querySelector('#body');"
        " f.setSelectionRange(f.value.length - 11, f.value.length); }"
    )
    ben.evaluate(PASTE, ["", "https://example.org/b"])
    send(ben, 2)
    assert raw_of_last_post(forum, words).endswith("[these words](https://example.org/b)")
    anna.goto(address)
    expect(anna.locator("#post-2 .post-body td")).to_have_text(["first", "2019"])


def quote_with_scripts(page: Page) -> None:
    """Quote selected words of one post and all of another, writing between them."""
    page.evaluate(SELECT, "#post-1 .post-body p")
    page.click(".quote-selection")
    page.wait_for_selector(".reply-here.is-docked")
    page.keyboard.type("Yes.")
    page.click("#post-2 .act-quote")
    expect(page.locator("#body")).to_have_value(re.compile("another view"))
    page.keyboard.press("Control+End")
    page.keyboard.type("And yes.")


def quote_by_forms(page: Page, address: str) -> None:
    """Quote one post, keep the draft, and quote another."""
    page.click("#post-1 .act-quote")
    page.fill("#body", page.input_value("#body") + "Yes.")
    page.click("button[name=keep]")
    page.goto(address)
    page.click("#post-2 .act-quote")
    page.fill("#body", page.input_value("#body") + "And yes.")


def test_several_posts_are_quoted_in_one_reply(
    visit: Visit, forum: RunningForum, scripts: bool, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words, f"The first says {words}.")
    open_reply(ben, address, scripts)
    ben.fill("#body", "The second has another view.")
    send(ben, 2)
    anna.goto(address)
    if scripts:
        quote_with_scripts(anna)
    else:
        quote_by_forms(anna, address)
    send(anna, 3)
    thread = forum.ask("SELECT id FROM threads WHERE title LIKE ?", f"%{words}%")[0][0]
    assert raw_of_last_post(forum, words) == (
        f'[quote="member, post:1, topic:{thread}"]\nThe first says {words}.\n[/quote]\n\nYes.\n\n'
        f'[quote="member2, post:2, topic:{thread}"]\nThe second has another view.\n[/quote]\n\n'
        "And yes."
    )
    ben.goto(address)
    expect(ben.locator("#post-3 aside.quote")).to_have_count(2)


@with_scripts
def test_escape_puts_the_composer_away_and_keeps_the_text(
    visit: Visit, forum: RunningForum, words: str
) -> None:
    anna = visit("member")
    address = start_thread(anna, words, "A question.")
    open_reply(anna, address, scripts=True)
    anna.keyboard.type("Not finished")
    anna.keyboard.press("Escape")
    expect(anna.locator("#body")).to_be_hidden()
    reads(anna, ".composer-bar", "Not finished")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    anna.on("dialog", stay)
    anna.evaluate("location.href = '/latest'")
    until(lambda: anna.evaluate("document.readyState") and asked)
    assert asked == ["beforeunload"]
    anna.click(".composer-bar")
    expect(anna.locator("#body").first).to_have_value("Not finished")
    expect(anna.locator("#body")).to_be_focused()
    assert raw_of_last_post(forum, words) == "A question."
    anna.keyboard.type(", now finished.")
    send(anna, 2)
    assert raw_of_last_post(forum, words) == "Not finished, now finished."


@with_scripts
def test_composer_works_where_the_bundle_is_missing(
    visit: Visit, forum: RunningForum, words: str
) -> None:
    anna, ben = visit("member"), visit("member2")
    anna.route("**/built/tools-*", lambda route: route.abort())
    anna.route("**/js/tools.js", lambda route: route.abort())
    address = start_thread(ben, words, "A question.")
    open_reply(anna, address, scripts=True)
    anna.keyboard.type(f"Plain **{words}**")
    anna.locator(".composer-preview strong", has_text=words).wait_for()
    expect(anna.locator(".tool")).to_have_count(0)
    anna.keyboard.press("Control+Enter")
    anna.wait_for_url("**/2#post-2")
    ben.goto(address)
    expect(ben.locator("#post-2 .post-body strong")).to_have_text(words, use_inner_text=True)
    assert raw_of_last_post(forum, words) == f"Plain **{words}**"
