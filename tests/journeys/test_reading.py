"""Reading a long thread, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import reads, until
from tests.journeys.test_evening import some_words, start_thread

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
# The address and the history have named the post in view, and nothing moves any more.
IS_PLACE_KEPT = """() => {
  const place = history.state;
  const post = place?.number && document.getElementById(`post-${place.number}`);
  return Boolean(post) && place.number > 25 && Math.abs(post.getBoundingClientRect().top - place.offset) < 2;
}"""
# What stands in the window with its end: read after half a second.
LAST_IN_VIEW = """() => Math.max(...[...document.querySelectorAll(".post[id]")].filter((post) => {
  const { top, bottom } = post.getBoundingClientRect();
  return bottom - 48 < innerHeight && top < innerHeight;
}).map((post) => post.dataset.number))"""
# Returns where a post stands once it has stood there for a third of a second.
COME_TO_REST = """(place) => new Promise((tell) => {
  let before = null, calm = 0;
  const look = () => {
    const top = document.querySelector(place)?.getBoundingClientRect().top ?? null;
    calm = top !== null && top === before ? calm + 1 : 0;
    before = top;
    if (calm > 20) tell(top);
    else requestAnimationFrame(look);
  };
  look();
})"""
HAS_MOVED = """(before) => scrollY !== before
  || (before > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2)"""
LINES = "\n\n".join(f"Paragraph {number} of an answer that takes its time." for number in range(4))


def id_of(page: Page) -> int:
    """Return the id of the thread that a page shows."""
    found = re.search(r"/t/[^/]+/(\d+)", page.url)
    assert found is not None
    return int(found[1])


def reply(page: Page, thread_id: int, body: str, to: int | None = None) -> None:
    """Send the form of the thread page, past its fields."""
    token = page.locator("[name=csrf_token]").first.input_value()
    form = {"csrf_token": token, "body": body, "to": str(to or "")}
    answer = page.request.post(f"/t/{thread_id}/reply", form=form, max_redirects=0)
    assert answer.status == 303


def long_thread(page: Page, count: int) -> tuple[int, str]:
    """Start a thread with so many posts, and return its id and the words of its title."""
    words = some_words()
    start_thread(page, words)
    thread_id = id_of(page)
    for number in range(2, count + 1):
        reply(page, thread_id, f"Answer {number}.\n\n{LINES}")
    return thread_id, words


def scroll_to(page: Page, number: int) -> None:
    """Turn the wheel until the post stands in the window, as a reader does."""
    post = page.locator(f"#post-{number}")

    def turn() -> bool:
        if post.count() and (box := post.bounding_box()) and box["y"] < 300:
            return True
        before = page.evaluate("scrollY")
        page.mouse.wheel(0, 250)
        page.wait_for_function(HAS_MOVED, arg=before)
        return False

    until(turn)


def top_of(page: Page, number: int, scripts: bool) -> float:
    """Return where a post stands in the window, once nothing moves any more."""
    if scripts:
        return float(page.evaluate(COME_TO_REST, f"#post-{number}"))
    box = page.locator(f"#post-{number}").bounding_box()
    assert box is not None
    return box["y"]


def last_read(forum: RunningForum, handle: str, thread_id: int) -> int:
    """Return how far a member has read, as the database says."""
    rows = forum.ask(
        "SELECT last_read FROM reading_positions p JOIN members m ON m.id = p.member_id "
        "WHERE m.handle = ? AND p.thread_id = ?",
        handle,
        thread_id,
    )
    return int(rows[0][0]) if rows else 0


def test_reading_goes_on_where_it_was_left(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, words = long_thread(anna, 24)
    ben.goto(f"/t/{thread_id}")
    read = 20
    if scripts:
        scroll_to(ben, 8)
        read = ben.evaluate(LAST_IN_VIEW)
        assert 7 <= read <= 12
    until(lambda: last_read(forum, "member2", thread_id) == read)
    ben.goto("/unread")
    ben.click(f"a.thread-title:has-text('{words}')")
    ben.wait_for_url(f"**/{thread_id}/{read + 1}*")
    expect(ben.locator(f"#post-{read + 1}")).to_be_in_viewport()
    expect(ben.locator(".new-line")).to_have_text(f"{24 - read} new posts")
    ben.goto(f"/t/{thread_id}")
    # Without scripts the page that was just shown counts as read, with them what was looked at.
    at = re.search(rf"/{thread_id}/(\d+)(#|$)", ben.url)
    assert at is not None
    assert int(at[1]) in (range(read + 1, 25) if scripts else {24})
    assert last_read(forum, "member2", thread_id) >= read


def test_thread_is_read_to_its_end(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, _ = long_thread(anna, 45)
    ben.goto(f"/t/{thread_id}")
    if scripts:
        scroll_to(ben, 44)
        expect(ben.locator(".post[id]")).to_have_count(45)
        expect(ben).to_have_url(re.compile(r"/4[345]$"))
        expect(ben.locator(".pages-after [aria-current]")).to_have_text("3", use_inner_text=True)
        # The foot of the page is higher than the window: its end is below the last post.
        scroll_to(ben, 45)
    else:
        for page in (2, 3):
            ben.click(".pages-after [rel=next]")
            ben.wait_for_url(f"**page={page}")
        expect(ben.locator(".thread-main .made-at a")).to_have_count(1)
    until(lambda: last_read(forum, "member2", thread_id) == 45)
    ben.goto(f"/t/{thread_id}")
    reads(ben, "main", "You have read everything")
    reply(anna, thread_id, "One more.")
    ben.goto(f"/t/{thread_id}")
    expect(ben).to_have_url(re.compile(rf"/{thread_id}/46(#|$)"))
    expect(ben.locator(".new-line")).to_have_text("1 new post")


def test_back_and_reload_return_to_the_place(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, _ = long_thread(anna, 45)
    ben.goto(f"/t/{thread_id}")
    if scripts:
        scroll_to(ben, 30)
        ben.wait_for_function(IS_PLACE_KEPT)
        # The post in view keeps its place; what was read meanwhile may move the ones below it.
        number, nearly = int(ben.evaluate("history.state.number")), 4
    else:
        ben.click(".pages-after [rel=next]")
        # The line above the new posts has gone when the page is made again.
        number, nearly = 30, 60
    expect(ben.locator(f"#post-{number}")).to_be_attached()
    address, top = ben.url, top_of(ben, number, scripts)
    ben.reload()
    until(lambda: abs(top_of(ben, number, scripts) - top) < nearly)
    ben.goto("/rules")
    ben.go_back()
    expect(ben).to_have_url(address)
    until(lambda: abs(top_of(ben, number, scripts) - top) < nearly)
    assert last_read(forum, "member2", thread_id) <= 45


def test_what_one_reads_stays_while_the_earlier_page_comes(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna = visit("member")
    thread_id, _ = long_thread(anna, 45)
    anna.goto(f"/t/{thread_id}/25")
    if not scripts:
        anna.click(".pages-before [rel=prev]")
        expect(anna.locator("#post-1")).to_have_count(1)
        return
    anna.evaluate(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => entry.hadRecentInput || (shift += entry.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    for _ in range(8):
        anna.mouse.wheel(0, -250)
        anna.wait_for_timeout(50)
    expect(anna.locator("#post-1")).to_be_attached()
    expect(anna.locator(".pages-before")).to_have_count(0)
    anna.evaluate(COME_TO_REST, "#post-21")
    # Posts stay where they are; that their box begins further up counts a little.
    assert anna.evaluate("shift") < 0.05
    forum.expect([(45,)], "SELECT post_count FROM threads WHERE id = ?", thread_id)


def test_foot_of_the_page_stays_within_reach(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, words = long_thread(anna, 45)
    ben.goto(f"/t/{thread_id}?page=1")
    ben.locator(".site-footer").scroll_into_view_if_needed()
    if scripts:  # whatever would push it away had its time
        ben.wait_for_timeout(800)
    expect(ben.locator(".site-footer")).to_be_in_viewport()
    ben.fill("#reply [name=body]", f"From the foot of the first page: {words}.")
    ben.click("#reply button.primary")
    ben.wait_for_url("**/46#post-46")
    anna.goto(f"/t/{thread_id}/46")
    reads(anna, "#post-46", words)


def test_one_persons_posts_stand_alone(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, words = long_thread(anna, 3)
    reply(ben, thread_id, f"Only this is mine: {words}.")
    anna.goto(f"/t/{thread_id}")
    anna.click(".people summary")
    anna.locator(".writers a", has_text=re.compile("1 post")).click()
    anna.wait_for_url("**?by=member2")
    expect(anna.locator(".posts .post")).to_have_count(1)
    reads(anna, ".posts", words)
    anna.click("text=Show all posts")
    expect(anna.locator(".posts .post")).to_have_count(4)
    forum.expect([(2,)], "SELECT writer_count FROM threads WHERE id = ?", thread_id)


def test_replies_and_parents_lead_to_each_other(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, words = long_thread(anna, 6)
    reply(ben, thread_id, f"An answer to the second: {words}.", to=2)
    anna.goto(f"/t/{thread_id}")
    anna.click("#post-2 .act-replies")
    if scripts:
        box = anna.locator("#post-2 .replies-in-place")
        expect(box).to_contain_text(words)
        expect(anna.locator("#post-7")).to_have_count(1)
        anna.click("#post-2 .act-replies")
        expect(box).to_have_count(0)
    else:
        reads(anna, ".replies-alone", words)
        anna.goto(f"/t/{thread_id}")
    anna.click("#post-7 .in-reply-to")
    anna.wait_for_url("**/2*")
    expect(anna.locator("#post-2")).to_be_in_viewport()
    if scripts:
        anna.click("text=Back to #7")
    else:
        anna.go_back()
    expect(anna.locator("#post-7")).to_be_in_viewport()
    forum.expect(
        [(1,)], "SELECT reply_count FROM posts WHERE thread_id = ? AND number = 2", thread_id
    )


def test_address_of_a_post_is_shared(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    anna, ben = visit("member"), visit("member2")
    thread_id, words = long_thread(anna, 3)
    anna.goto(f"/t/{thread_id}")
    anna.click("#post-3 .post-acts .menu summary")
    anna.click("#post-3 .act-share")
    field = anna.locator("#share-address" if scripts else "#address")
    expect(field).to_have_value(re.compile(rf"/t/{thread_id}/3$"))
    address = field.input_value()
    assert words not in address
    ben.goto(f"/t/{thread_id}/3" if scripts else address)
    expect(ben.locator("#post-3")).to_be_in_viewport()
    assert forum.ask("SELECT number FROM posts WHERE thread_id = ?", thread_id)[-1] == (3,)


def test_what_was_done_is_told_among_the_posts(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, grace = visit("member"), visit("facilitator")
    thread_id, words = long_thread(anna, 3)
    grace.goto(f"/moderate/threads/{thread_id}")
    form = grace.locator("form[action$='/close']")
    grace.locator("details", has=form).locator("summary").click()
    form.locator("[name=because]").fill(f"It goes on in the meeting: {words}.")
    form.locator("button").last.click()
    closed = "SELECT closed_at IS NOT NULL FROM threads WHERE id = ?"
    forum.expect([(1,)], closed, thread_id)
    reply(grace, thread_id, "And what came of it.")
    anna.goto(f"/t/{thread_id}")
    line = anna.locator(".act-line")
    expect(line).to_contain_text("A facilitator closed the thread.")
    expect(line).to_contain_text(words)
    expect(anna.locator("#post-3 + .act-line")).to_have_count(1)
    forum.expect(
        [("closed", 3)], "SELECT kind, after_number FROM thread_acts WHERE thread_id = ?", thread_id
    )


def test_branches_fold_all_at_once(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    anna = visit("host2")
    thread_id, words = long_thread(anna, 3)
    reply(anna, thread_id, f"Deep: {words}.", to=2)
    anna.goto(f"/t/{thread_id}")
    anna.click("text=As a tree")
    anna.wait_for_selector(".posts-tree")
    anna.goto(f"/t/{thread_id}")
    expect(anna.locator("#post-4 .post-body")).to_be_visible()
    anna.click("text=Collapse all")
    expect(anna.locator("#post-4 .post-body")).to_be_hidden()
    if scripts:
        anna.goto(f"/t/{thread_id}")
        expect(anna.locator("#post-4 .post-body")).to_be_hidden()
    anna.click("text=Expand all")
    expect(anna.locator("#post-4 .post-body")).to_be_visible()
    anna.click("text=In order")
    forum.expect([("order",)], "SELECT thread_view FROM members WHERE handle = 'host2'")


def test_timeline_leads_through_the_thread(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna = visit("member")
    thread_id, _ = long_thread(anna, 45)
    anna.goto(f"/t/{thread_id}?page=2")
    if scripts:
        slider = anna.locator(".timeline-place input")
        slider.fill("41")
        anna.wait_for_url(f"**/{thread_id}/41*")
        expect(anna.locator("#post-41")).to_be_in_viewport()
    else:
        expect(anna.locator(".timeline-place")).to_be_hidden()
    anna.locator(".timeline a").first.click()
    anna.wait_for_url(f"**/{thread_id}/1*")
    expect(anna.locator("#post-1")).to_be_in_viewport()
    forum.expect([(45,)], "SELECT last_number FROM threads WHERE id = ?", thread_id)
