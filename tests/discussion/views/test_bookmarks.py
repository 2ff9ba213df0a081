"""Bookmarks, as pages show and take them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import GroupMember, Member
from forum.accounts.values import Level
from forum.discussion.models import Bookmark, Post
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

START = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Let it be noon on the first of March for as long as a test takes."""
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def ben(app: Forum) -> Member:
    """Return who keeps."""
    return make_member("ben")


@pytest.fixture
def post(ben: Member) -> Post:
    """Return a post that somebody else wrote."""
    category = make_category()
    anna = person(make_member("anna"))
    return make_reply(make_thread(category, anna, title="Matter"), anna, "Kept words.")


@pytest.fixture
def browser(client: FlaskClient, ben: Member) -> FlaskClient:
    """Return the browser of who keeps."""
    return sign_in_as(client, ben)


def kept() -> Bookmark:
    return db.session.query(Bookmark).one()


def test_post_is_kept_with_note_and_date(browser: FlaskClient, post: Post) -> None:
    data = {"note": "Ask <Anna>.", "when": "date", "day": "2027-03-09", "clock": "14:30"}
    answer = browser.post(f"/p/{post.id}/bookmark", data=data)
    assert (answer.status_code, answer.location.endswith("/2#post-2")) == (303, True)
    assert kept().remind_at == datetime(2027, 3, 9, 13, 30, tzinfo=UTC)
    page = browser.get("/bookmarks").text
    assert "Ask &lt;Anna&gt;." in page
    assert "Kept words." in page
    assert "9 March 2027, 14:30" in page
    assert "Your bookmark" in browser.get(f"/p/{post.id}", follow_redirects=True).text


def test_form_of_a_kept_post_holds_what_was_noted(browser: FlaskClient, post: Post) -> None:
    browser.post(f"/p/{post.id}/bookmark", data={"note": "Why?", "when": "week"})
    page = browser.get(f"/p/{post.id}/bookmark").text
    assert ">\r\nWhy?</textarea>" in page or "Why?</textarea>" in page
    assert "As it is: 8 March 2027, 08:00" in page
    browser.post(f"/p/{post.id}/bookmark", data={"note": "So.", "when": "keep"})
    assert kept().remind_at == datetime(2027, 3, 8, 7, tzinfo=UTC)
    browser.post(f"/bookmarks/{kept().id}", data={"note": "So.", "when": "never"})
    assert kept().remind_at is None


def test_thread_is_kept_and_removed(browser: FlaskClient, post: Post) -> None:
    address = f"/t/{post.thread_id}/bookmark"
    assert browser.post(address, data={"when": "never"}).status_code == 303
    assert "the whole thread" in browser.get("/bookmarks").text
    answer = browser.post(f"/bookmarks/{kept().id}/remove", data={"next": "list"})
    assert answer.location == "/bookmarks"
    assert "You have kept nothing yet." in browser.get("/bookmarks").text


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "when", "choose one of these"),
        ({"when": "keep"}, "when", "choose one of these"),
        ({"when": "whenever"}, "when", "choose one of these"),
        ({"when": "date"}, "day", "choose the day"),
        ({"when": "never", "day": "2027-03-09"}, "day", "On a day that I choose"),
        ({"when": "date", "day": "2027-02-31"}, "day", "write a day like"),
        ({"when": "date", "day": "0001-01-01"}, "day", "ten years"),
        ({"when": "date", "day": "9999-12-31", "clock": "23:59"}, "day", "ten years"),
        ({"when": "date", "day": "2020-01-01"}, "day", "past"),
        ({"when": "date", "day": "2027-05-05", "clock": "25:00"}, "clock", "a time like"),
        ({"when": "never", "note": "a" * 1001}, "note", "under 1,000 letters"),
        ({"when": "never", "note": "a\x00b"}, "note", "NUL"),
    ],
)
def test_form_that_cannot_be_kept_is_shown_again(
    browser: FlaskClient, post: Post, data: dict[str, str], field: str, words: str
) -> None:
    data = {"note": "An evening's thought.", **data}
    answer = browser.post(f"/p/{post.id}/bookmark", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert words in answer.text
    assert data["note"].startswith("a") or "An evening&#39;s thought." in answer.text
    assert db.session.query(Bookmark).count() == 0


def test_half_a_character_in_a_note_is_refused(browser: FlaskClient, post: Post) -> None:
    form = "application/x-www-form-urlencoded"
    body = b"when=never&note=a%ED%A0%80b"
    answer = browser.post(f"/p/{post.id}/bookmark", data=body, content_type=form)
    assert answer.status_code == 422
    assert "half of a character" in answer.text


def test_bookmark_on_what_is_hidden_now_shows_the_note_alone(client: FlaskClient) -> None:
    ben = make_member("ben")
    group = make_group("Insiders", ben)
    inside = make_category("Inside", levels={group: Level.START})
    post = make_reply(make_thread(inside, person(ben), title="Secret matter"), person(ben))
    sign_in_as(client, ben)
    client.post(f"/p/{post.id}/bookmark", data={"note": "Call them.", "when": "never"})
    with unit_of_work():
        db.session.query(GroupMember).filter_by(group_id=group.id).delete()
    id_ = kept().id
    pages = [client.get(a).text for a in ("/bookmarks", f"/bookmarks/{id_}", "/bookmarks?q=call")]
    for page in pages:
        assert "Call them." in page
        assert "Secret" not in page
        assert f"/t/{post.thread.slug}" not in page
    assert "secret" not in client.get("/bookmarks?q=secret").text.replace('value="secret"', "")
    data = {"note": "Still.", "when": "tomorrow"}
    assert client.post(f"/bookmarks/{id_}", data=data).status_code == 303
    assert client.post(f"/bookmarks/{id_}/remove").location == "/bookmarks"


def test_others_reach_no_bookmark(browser: FlaskClient, post: Post) -> None:
    browser.post(f"/p/{post.id}/bookmark", data={"note": "Mine.", "when": "never"})
    id_ = kept().id
    sign_in_as(browser, make_member("cleo"))
    assert browser.get(f"/bookmarks/{id_}").status_code == 404
    assert browser.post(f"/bookmarks/{id_}", data={"when": "never"}).status_code == 404
    assert browser.post(f"/bookmarks/{id_}/remove").status_code == 404
    assert "Mine." not in browser.get("/bookmarks").text
    assert "Your bookmark" not in browser.get(f"/p/{post.id}", follow_redirects=True).text
    assert kept().note == "Mine."


@pytest.mark.parametrize(
    "address", ["/my/activity/bookmarks", "/u/ben/activity/bookmarks", "/u/BEN/bookmarks"]
)
def test_addresses_known_from_elsewhere_lead_to_ones_own(
    browser: FlaskClient, post: Post, address: str
) -> None:
    assert browser.get(address).location == "/bookmarks"
    assert browser.get("/u/anna/activity/bookmarks").status_code == 404


@pytest.mark.parametrize("query", ["?page=99999", "?page=-1", "?q=%00", "?q=%ED%A0%80", "?page=x"])
def test_list_answers_whatever_its_address_asks(browser: FlaskClient, query: str) -> None:
    assert browser.get(f"/bookmarks{query}").status_code == 200


def test_reminder_that_came_up_is_said_in_the_list(browser: FlaskClient, post: Post) -> None:
    browser.post(f"/p/{post.id}/bookmark", data={"when": "tomorrow"})
    with unit_of_work():
        kept().reminded_at = START - timedelta(days=1)
    assert "Reminded" in browser.get("/bookmarks").text
    assert "As it is" not in browser.get(f"/p/{post.id}/bookmark").text
