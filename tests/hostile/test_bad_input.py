"""Forms and addresses that no page of ours would send."""

import time
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Post, Thread
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def thread(app: Forum) -> Thread:
    """Return a thread in an open category."""
    return make_thread(make_category("Open"), person(make_member("will")), title="Matter")


@pytest.fixture
def ada(thread: Thread, client: FlaskClient) -> FlaskClient:
    """Return the browser of a member."""
    return sign_in_as(client, make_member("ada"))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "Write something first: the text is empty."),
        (b"a%00b", "The text holds a NUL character"),
        (b"a%ED%A0%80b", "The text holds half of a character."),
        (b"a\xed\xa0\x80b", "The text holds half of a character."),
        (b"a%FFb", "The text holds half of a character."),
        (b"a" * 65_537, "The text is too long: at most 64 KB"),
        (b"%C3%A9" * 32_769, "The text is too long: at most 64 KB"),
        (b"%3E" * 10_000, "nested too deeply (at most 15 levels)"),
        (b"%3E+" * 10_000, "nested too deeply (at most 15 levels)"),
        (b"%5B" * 5_000, "too many square brackets (5000; at most 1000)"),
    ],
)
def test_body_that_cannot_be_kept_is_refused_at_once(
    ada: FlaskClient, thread: Thread, body: bytes, sentence: str
) -> None:
    began = time.perf_counter()
    answer = ada.post(f"/t/{thread.id}/reply", data=b"body=" + body, content_type=FORM)
    assert time.perf_counter() - began < 1
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-describedby="body-errors body-help"' in answer.text
    assert db.session.get(Thread, thread.id).post_count == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "a" * 256, "This is too long: 256 characters, at most 255."),
        ("title", "", "Fill this in: it is empty."),
        ("title", "safe\u202egnp.exe", "turns the direction of writing"),
        ("title", "a\x00b", "The text holds a NUL character"),
        ("tags", "a1,b2,c3,d4,e5,f6", "A thread has at most 5 tags; these are 6."),
        ("tags", "right\u202e", "turns the direction of writing"),
    ],
)
def test_wrong_field_is_named_and_nothing_typed_is_lost(
    ada: FlaskClient, thread: Thread, name: str, value: str, sentence: str
) -> None:
    typed = {"title": "A title", "tags": "tea", "body": "An evening's work."} | {name: value}
    data = typed | {"category": str(thread.category_id)}
    answer = ada.post("/new-topic", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{name}-errors"' in answer.text
    assert "An evening&#39;s work." in answer.text
    assert ("A title" in answer.text) == (name != "title")


def test_half_a_character_in_a_title_is_refused(ada: FlaskClient, thread: Thread) -> None:
    form = f"title=a%ED%A0%80b&tags=&body=Words.&category={thread.category_id}"
    answer = ada.post("/new-topic", data=form, content_type=FORM)
    assert answer.status_code == 422
    assert "half of a character" in answer.text


@pytest.mark.parametrize("name", ["safe\u202egnp.exe", "\u2066name\u2069", "\u200f", "a\x00b"])
def test_name_that_deceives_is_refused(ada: FlaskClient, name: str) -> None:
    answer = ada.post("/u/ada/edit", data={"name": name, "bio": "Kept."})
    assert answer.status_code == 422
    assert 'id="name-errors"' in answer.text
    assert "Kept." in answer.text


def test_huge_form_is_refused(ada: FlaskClient, thread: Thread) -> None:
    answer = ada.post(f"/t/{thread.id}/reply", data={"body": "a" * 13_000_000})
    assert answer.status_code == 413


def test_form_without_its_token_gives_the_text_back(
    ada: FlaskClient, thread: Thread, app: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = ada.post(f"/t/{thread.id}/reply", data={"body": "My <b>words</b>."})
    assert answer.status_code == 400
    assert "My &lt;b&gt;words&lt;/b&gt;." in answer.text
    assert db.session.get(Thread, thread.id).post_count == 1


@pytest.mark.parametrize(
    ("method", "address"),
    [("PUT", "/latest"), ("DELETE", "/p/1"), ("PATCH", "/u/ada"), ("POST", "/latest"),
     ("GET", "/mark-all-read"), ("FOO", "/latest"), ("TRACE", "/")],
)  # fmt: skip
def test_wrong_method_finds_nothing(ada: FlaskClient, method: str, address: str) -> None:
    assert ada.open(address, method=method).status_code == 404


WRONG = ("-1", "0", "1e9", "99999999999999999999", "abc", "%00", "%FF", "1%20OR%201=1", "..%2f..")


@pytest.mark.parametrize("wrong", WRONG)
def test_ids_and_pages_that_make_no_sense_break_nothing(
    ada: FlaskClient, thread: Thread, wrong: str
) -> None:
    slug = f"/t/{thread.slug}/{thread.id}"
    for address in ("/t/x/{}", "/p/{}", "/p/{}/history", "/c/x/{}", "/files/{}/x", "/pictures/{}/x",
                    "/pictures/1/{}", "/files/1/{}", "/rules/{}", "/tag/{}", "/u/{}"):  # fmt: skip
        assert ada.get(address.format(wrong)).status_code == 404, address
    for address in ("/latest?page={}", "/top?period={}&page={}", "/u?q={}&page={}",
                    "/search?q={}&page={}&match={}", "/tags/search?q={}", slug + "?page={}",
                    slug + "?date={}&number={}", slug + "/reply?to=&quote={}", slug + "/{}",
                    "/moderation-log?act={}&q={}&page={}", "/u/ada/activity?page={}",
                    "/new-topic?category={}&tags={}", "/login?next={}"):  # fmt: skip
        answer = ada.get(address.replace("{}", wrong))
        assert answer.status_code in {200, 303, 404, 422}, address


@pytest.mark.parametrize(
    "path", ["../config.py", "..%2fconfig.py", "%2e%2e/config.py", "..%5cconfig.py", "/etc/passwd"]
)
def test_files_outside_are_not_handed_out(ada: FlaskClient, path: str) -> None:
    for folder in ("/static/", "/files/1/", "/pictures/1/", "/outbox/"):
        answer = ada.get(folder + path, follow_redirects=True)
        assert answer.status_code == 404, folder


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\/evil.example",
     "/\t/evil.example", "javascript:alert(1)", "/%0d%0aSet-Cookie:a=b\r\nX: y",
     "https:evil.example", "https:/evil.example", "http:\\\\evil.example", "///evil.example",
     "////evil.example", "/\\/evil.example", "\\\\evil.example", " //evil.example",
     "\t//evil.example", "/\n/evil.example", "\x00//evil.example", "//evil.example/%2e%2e",
     "//\u3002evil.example", "@evil.example", "evil.example", "/\x7f/evil.example",
     "/\u2028/evil.example", "data:text/html,x", "//user@localhost@evil.example/",
     "http://localhost.evil.example/", "?next=//evil.example"],
)  # fmt: skip
def test_no_address_handed_in_leads_away(ada: FlaskClient, address: str) -> None:
    marked = ada.post("/mark-all-read", data={"next": address})
    assert marked.location == "/latest"
    again = ada.get(f"/login?next={quote(address)}")
    assert again.location == "/"


@pytest.mark.parametrize(
    "email", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "a\nb@c.org"]
)
def test_letters_take_no_further_headers(thread: Thread, client: FlaskClient, email: str) -> None:
    sign_in_as(client, make_member("fanny", role=Role.FACILITATOR))
    answer = client.post("/invites", data={"email": email, "note": "Come!"})
    assert answer.status_code == 422
    assert "Come!" in answer.text


def test_double_click_posts_once(ada: FlaskClient, thread: Thread) -> None:
    data = {"body": "Only once.", "once": "abcdefgh12345678"}
    first, second = (ada.post(f"/t/{thread.id}/reply", data=data) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(Post).filter_by(raw="Only once.").count() == 1
