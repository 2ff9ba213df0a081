"""Images and documents in posts, in a real browser, with scripts and without."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.builders.files import make_office
from tests.builders.pictures import make_picture
from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads, until
from tests.journeys.test_evening import some_words, start_thread

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]

DROP = """([kind, name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    const place = document.querySelector("#reply [name=body]");
    const options = { bubbles: true, cancelable: true };
    const event = kind === "drop"
        ? new DragEvent("drop", { ...options, dataTransfer: transfer })
        : new ClipboardEvent("paste", { ...options, clipboardData: transfer });
    place.dispatchEvent(event);
}"""


def picture(name: str, kind: str = "JPEG") -> dict[str, object]:
    data = make_picture(kind, size=(1500, 900))
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": data}


def document(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": make_office()}


def attach(page: Page, scripts: bool, *files: dict[str, object]) -> None:
    """Put files into the form, and wait until they are in its text."""
    before = page.locator(".attached-file").count()
    page.set_input_files("form.composer [name=files]", list(files))
    if not scripts:
        page.click("form.composer [name=attach]")
    page.wait_for_function(
        "count => document.querySelectorAll('.attached-file:not(.is-underway)').length === count",
        arg=before + len(files),
    ) if scripts else page.wait_for_selector(f".attached-file >> nth={before + len(files) - 1}")


def send(page: Page) -> None:
    page.click("form.composer .form-acts button.primary")
    page.wait_for_url("**#post-*")


def status_for(page: Page, address: str) -> int:
    return page.request.get(address, max_redirects=0).status


def test_member_posts_an_image_and_a_document(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    anna.fill("#reply [name=body]", f"Here are both: {words}.")
    attach(anna, scripts, picture("Street in March.jpg"), document("Plan.docx"))
    reads(anna, ".attached", "There is no description yet.")
    reads(anna, ".attached", "Quill and Stone")
    anna.fill("[name^=alt-]", "A street with two houses")
    send(anna)
    ben.goto(anna.url.split("#")[0])
    image = ben.locator("#post-2 img.upload")
    expect(image).to_have_attribute("alt", "A street with two houses")
    image.scroll_into_view_if_needed()
    until(lambda: image.evaluate("image => image.complete && image.naturalWidth"))
    assert image.evaluate("image => image.naturalWidth") in {690, 1380}
    expect(ben.locator("#post-2 a.file")).to_have_text("Plan.docx", use_inner_text=True)
    lacks(ben, "#post-2", "Quill")
    forum.expect(
        [("Plan.docx", 2), ("Street in March.jpg", 2)],
        "SELECT f.name, p.number FROM files f JOIN post_files h ON h.file_id = f.id "
        "JOIN posts p ON p.id = h.post_id WHERE p.raw LIKE ? ORDER BY f.name",
        f"%{words}%",
    )


def test_outsider_gets_neither_a_file_nor_its_copies(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    """A file of a conversation is for those in it, and a host is not among them."""
    words = some_words()
    anna, ben, host = visit("member"), visit("member2"), visit("host")
    anna.goto("/messages/new?to=member2")
    anna.fill("[name=title]", f"About {words}")
    anna.fill("[name=body]", f"For you alone: {words}.")
    attach(anna, scripts, picture("Secret.jpg"))
    anna.click("form.composer .form-acts button.primary")
    anna.wait_for_url("**/t/**")
    ben.goto(anna.url)
    image = ben.locator("img.upload").first
    addresses = [image.get_attribute("src"), ben.get_attribute("a.image", "href")]
    addresses.append(image.get_attribute("srcset").split(", ")[1].split(" ")[0])
    assert [status_for(ben, address) for address in addresses] == [200, 200, 200]
    assert [status_for(host, address) for address in addresses] == [404, 404, 404]
    assert forum.ask("SELECT count(*) FROM files WHERE name = 'Secret.jpg'")[0][0] >= 1


def test_file_is_taken_out_of_a_post_and_gone(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    anna.fill("#reply [name=body]", f"An image: {words}.")
    attach(anna, scripts, picture("Mistake.jpg"))
    send(anna)
    ben.goto(anna.url.split("#")[0])
    address = ben.get_attribute("#post-2 a.image", "href")
    assert status_for(ben, address) == 200
    anna.click("#post-2 .act-edit")
    anna.click(".attached-file button[name=remove]")
    anna.wait_for_selector(".attached-file", state="detached")
    body = anna.locator("[name=body]").first
    expect(body).not_to_have_value(re.compile("/uploads/"))
    expect(body).to_have_value(re.compile(words))
    send(anna)
    ben.reload()
    expect(ben.locator("#post-2 img.upload")).to_have_count(0)
    assert status_for(ben, address) == 404
    file_id = address.split("/")[2]
    forum.expect([(0,)], "SELECT count(*) FROM files WHERE id = ?", file_id)


def test_what_is_not_taken_is_said_and_no_word_is_lost(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    anna.fill("#reply [name=body]", f"My words: {words}.")
    bad = {"name": "evil.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"}
    anna.set_input_files("#reply [name=files]", [bad])
    if not scripts:
        anna.click("#reply [name=attach]")
    anna.wait_for_selector(".attach .errors")
    reads(anna, ".attach .errors", "SVG drawings")
    expect(anna.locator("[name=body]").first).to_have_value(re.compile(words))
    if scripts:
        anna.click("text=Leave it out")
    send(anna)
    ben.goto(anna.url.split("#")[0])
    reads(ben, "#post-2", f"My words: {words}.")
    forum.expect([(0,)], "SELECT count(*) FROM files WHERE name LIKE 'evil%'")


@pytest.mark.parametrize("scripts", [True], ids=["with scripts"])
def test_files_are_dropped_and_pasted_where_one_writes(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    anna.fill("#reply [name=body]", f"Look: {words}.")
    for kind, name in (("drop", "dropped.png"), ("paste", "image.png")):
        data = base64.b64encode(make_picture(size=(800, 400))).decode()
        count = anna.locator(".attached-file").count()
        anna.evaluate(DROP, [kind, name, "image/png", data])
        anna.wait_for_selector(f".attached-file:not(.is-underway) >> nth={count}")
    anna.locator("[name^=alt-]").first.fill("What was dropped")
    both = re.compile(r"!\[What was dropped\]\(/uploads/.*!\[\]\(/uploads/", re.DOTALL)
    expect(anna.locator("#reply [name=body]")).to_have_value(both)
    send(anna)
    ben.goto(anna.url.split("#")[0])
    expect(ben.locator("#post-2 img.upload")).to_have_count(2)
    forum.expect(
        [(2,)],
        "SELECT count(*) FROM post_files h JOIN posts p ON p.id = h.post_id WHERE p.raw LIKE ?",
        f"%{words}%",
    )


@pytest.mark.parametrize("scripts", [True], ids=["with scripts"])
def test_broken_connection_is_tried_again(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    anna.fill("#reply [name=body]", f"Again: {words}.")
    program = {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ" + bytes(99)}
    anna.set_input_files("#reply [name=files]", [program])
    expect(anna.locator(".attach .errors")).to_contain_text("not taken")
    expect(anna.locator("text=Try again")).to_have_count(0)
    anna.click("text=Leave it out")
    anna.route("**/uploads", lambda route: route.abort(), times=1)
    anna.set_input_files("#reply [name=files]", [picture("Again.jpg")])
    anna.wait_for_selector(".attach .errors")
    anna.click("text=Try again")
    anna.wait_for_selector(".attached-image")
    send(anna)
    ben.goto(anna.url.split("#")[0])
    expect(ben.locator("#post-2 img.upload")).to_have_count(1)
    forum.expect([(1,)], "SELECT count(*) FROM files WHERE name = 'Again.jpg'")
