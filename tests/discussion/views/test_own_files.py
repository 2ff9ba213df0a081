"""The page of one's own files."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import File, Post, PostFile, Thread
from forum.discussion.operations.drafts import save_draft
from forum.discussion.operations.posts import lock_post
from forum.discussion.queries.threads import get_post
from forum.discussion.values import CategoryCard
from forum.discussion.values.drafts import DraftKind, DraftPlace, DraftText
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread
from tests.builders.files import image_in_text, make_file, make_file_beside


@pytest.fixture
def ada(app: Forum) -> Member:
    return make_member("ada")


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category()


@pytest.fixture
def by(category: CategoryCard, ada: Member) -> Person:
    return person(ada)


@pytest.fixture
def browser(client: FlaskClient, ada: Member) -> FlaskClient:
    return sign_in_as(client, ada)


@pytest.fixture
def thread(category: CategoryCard, by: Person) -> Thread:
    return make_thread(category, by, title="On rent")


def line_of(page: str, name: str) -> str:
    """Return what the page says of one file."""
    start = page.index(f">{name}<")
    return page[start : page.index("</li>", start)]


def remove(browser: FlaskClient, file: File) -> int:
    return browser.post(f"/preferences/files/{file.id}/remove").status_code


def test_page_says_what_holds_each_file(browser: FlaskClient, thread: Thread, by: Person) -> None:
    in_post = make_file(by, name="posted.webp")
    in_draft = make_file(by, name="drafted.webp")
    make_file(by, name="lonely.webp")
    make_file(make_person("ben"), name="others.webp")
    make_reply(thread, by, image_in_text(in_post))
    with unit_of_work():
        place = DraftPlace(DraftKind.THREAD)
        save_draft(place, DraftText(image_in_text(in_draft)), seen=0, by=by)
    page = browser.get("/preferences/files").text
    assert "others.webp" not in page
    assert "On rent #2" in line_of(page, "posted.webp")
    assert "Remove" not in line_of(page, "posted.webp")
    assert 'href="/drafts"' in line_of(page, "drafted.webp")
    assert "In no post" in line_of(page, "lonely.webp")
    assert "3 files" in page
    assert 'href="/preferences/files"' in browser.get("/preferences").text


def test_file_in_no_post_is_removed_and_one_in_a_text_is_not(
    browser: FlaskClient, thread: Thread, by: Person
) -> None:
    lonely, held = make_file(by), make_file(by)
    make_reply(thread, by, image_in_text(held))
    assert remove(browser, lonely) == 303
    assert remove(browser, held) == 403
    assert remove(browser, make_file(make_person("ben"))) == 404
    assert db.session.get(File, lonely.id) is None
    assert db.session.get(File, held.id) is not None


def test_what_came_with_an_archive_can_be_taken_out(
    browser: FlaskClient, thread: Thread, by: Person
) -> None:
    post = make_reply(thread, by, "See what came with this.")
    file = make_file_beside(post, name="minutes.txt")
    assert "minutes.txt" in browser.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    assert "came with an archive" in line_of(browser.get("/preferences/files").text, "minutes.txt")
    assert remove(browser, file) == 303
    assert db.session.query(PostFile).count() == 0
    assert "minutes.txt" not in browser.get(f"/t/{thread.slug}/{thread.id}?page=1").text


def test_locked_post_keeps_what_came_with_it(
    browser: FlaskClient, category: CategoryCard, thread: Thread, by: Person
) -> None:
    post = make_reply(thread, by, "Evidence.")
    file = make_file_beside(post)
    grace = make_member("grace")
    make_facilitator_of(category, grace.id)
    with unit_of_work():
        locked = get_post(post.id, by=person(grace))
        lock_post(locked.thread, locked, by=person(grace), because="It is evidence.")
    assert remove(browser, file) == 403
    assert db.session.get_one(Post, post.id).is_locked


def test_nothing_sent_says_so(browser: FlaskClient) -> None:
    assert "You have sent no files." in browser.get("/preferences/files").text
