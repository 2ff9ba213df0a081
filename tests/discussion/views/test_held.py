import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import HeldPost, Post, Thread
from forum.kernel.db import db, unit_of_work
from forum.moderation.operations.words import watch_word
from forum.moderation.values import WatchAction
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.held import let_wait, make_held, send_thread


@pytest.fixture
def writer(app: Forum):
    return make_member("writer")


@pytest.fixture
def thread(app: Forum) -> Thread:
    return make_thread(let_wait(make_category("Slow")), make_person("asker"), title="A question")


def test_a_reply_waits_and_its_author_alone_sees_it_in_the_thread(
    client: FlaskClient, thread: Thread, writer
) -> None:
    sign_in_as(client, writer)
    answer = client.post(f"/t/{thread.id}/reply", data={"body": "An *answer*.", "submit": "1"})
    held = db.session.query(HeldPost).one()
    assert (answer.status_code, answer.location) == (303, f"/waiting/{held.id}")
    page = client.get(answer.location).text
    assert "Your post waits for a facilitator" in page
    address = f"/t/a-question/{thread.id}"
    assert "<em>answer</em>" in client.get(address).text
    assert "Nobody else can read it yet" in client.get(address).text
    assert 'href="/waiting"' in client.get("/latest").text
    for reader in ("asker", "passer"):
        member = db.session.query(type(writer)).filter_by(handle=reader).first()
        sign_in_as(client, member or make_member(reader))
        assert "<em>answer</em>" not in client.get(address).text
        assert client.get(f"/waiting/{held.id}").status_code == 404
        assert 'href="/waiting"' not in client.get("/latest").text


def test_a_double_click_hands_in_once(client: FlaskClient, thread: Thread, writer) -> None:
    sign_in_as(client, writer)
    data = {"body": "Once.", "submit": "1", "once": "a" * 16}
    for _ in range(2):
        assert client.post(f"/t/{thread.id}/reply", data=data).status_code == 303
    assert db.session.query(HeldPost).count() == 1


def test_a_new_thread_waits_with_all_that_was_typed(
    client: FlaskClient, thread: Thread, writer
) -> None:
    sign_in_as(client, writer)
    data = {
        "category": thread.category_id,
        "title": "My title",
        "tags": "law",
        "body": "Body.",
        "submit": "1",
    }
    answer = client.post("/new-topic", data=data)
    held = db.session.query(HeldPost).one()
    assert (answer.status_code, answer.location) == (303, f"/waiting/{held.id}")
    page = client.get(answer.location).text
    assert 'value="My title"' in page
    assert 'value="law"' in page
    assert "My title" not in client.get("/latest").text


def test_it_is_changed_and_taken_back(client: FlaskClient, thread: Thread, writer) -> None:
    held = make_held(thread, person(writer))
    sign_in_as(client, writer)
    address = f"/waiting/{held.id}"
    assert client.post(address, data={"body": "New.", "revision": 1}).status_code == 303
    stale = client.post(address, data={"body": "Newer.", "revision": 1})
    assert stale.status_code == 409
    assert "Newer." in stale.text
    for data in ({"body": " ", "revision": 2}, {"body": "x", "revision": "y"}, {"body": "x"}):
        assert client.post(address, data=data).status_code == 422
    assert client.post(f"{address}/take-back").status_code == 303
    assert client.get(address).status_code == 404


def test_odd_titles_of_a_waiting_thread_are_refused(
    client: FlaskClient, thread: Thread, writer
) -> None:
    category = let_wait(make_category())
    held = send_thread(category, person(writer), "A title", "Body.")
    sign_in_as(client, writer)
    for title in ("", "x" * 300):
        answer = client.post(
            f"/waiting/{held.id}", data={"title": title, "body": "Kept.", "revision": 1}
        )
        assert answer.status_code == 422
        assert "Kept." in answer.text


def test_a_warning_is_read_once_and_the_same_text_is_posted(client: FlaskClient, writer) -> None:
    thread = make_thread(make_category(), make_person())
    with unit_of_work():
        watch_word("zounds", WatchAction.WARN, by=make_person(role=Role.HOST))
    sign_in_as(client, writer)
    address = f"/t/{thread.id}/reply"
    answer = client.post(address, data={"body": "Zounds!", "submit": "1"})
    assert answer.status_code == 422
    assert "think twice" in answer.text
    number = answer.text.split('name="warned" value="')[1].split('"')[0]
    data = {"body": "Zounds!", "submit": "1", "warned": number}
    assert client.post(address, data=data).status_code == 303
    assert db.session.query(Post).filter_by(author_id=writer.id).count() == 1


@pytest.mark.parametrize("warned", ["x", "-1", "9" * 400, "1 2 \0 3"])
def test_odd_marks_of_warnings_change_nothing(client: FlaskClient, writer, warned: str) -> None:
    thread = make_thread(make_category(), make_person())
    with unit_of_work():
        watch_word("zounds", WatchAction.WARN, by=make_person(role=Role.HOST))
    sign_in_as(client, writer)
    data = {"body": "Zounds!", "submit": "1", "warned": warned}
    assert client.post(f"/t/{thread.id}/reply", data=data).status_code in (303, 422)


def test_an_edit_meets_watched_words_too(client: FlaskClient, writer) -> None:
    thread = make_thread(make_category(), person(writer), body="Fine words.")
    post = db.session.query(Post).filter_by(thread_id=thread.id).one()
    with unit_of_work():
        watch_word("zounds", WatchAction.BLOCK, by=make_person(role=Role.HOST))
    sign_in_as(client, writer)
    answer = client.post(f"/p/{post.id}/edit", data={"body": "Zounds!", "revision": 1})
    assert answer.status_code == 422
    assert "A machine found a watched word: “Zounds”" in answer.text
    assert "Zounds!" in answer.text


def test_hosts_say_whose_posts_wait(client: FlaskClient) -> None:
    group = make_group("Careful")
    category = make_category("Slow")
    sign_in_as(client, make_member("host", role=Role.HOST))
    address = f"/admin/categories/{category.id}"
    page = client.get(address).text
    assert "Whose new threads wait for a facilitator" in page
    data = {
        "name": "Slow", "colour": "slate", "parent": "0", "reactions": "counted", "reuse": "ask",
        "approving_threads": "all", "approving_replies": "only",
    }  # fmt: skip
    refused = client.post(address, data=data)
    assert refused.status_code == 422
    assert "at least one group" in refused.text
    answer = client.post(address, data={**data, "replies-wait": group.id})
    assert answer.status_code == 303
    assert f'name="replies-wait" value="{group.id}" checked' in client.get(address).text
    for name in ("is_for_cases", "allows_pseudonyms"):
        more = {**data, "replies-wait": group.id, name: "y"}
        assert client.post(address, data=more).status_code == 422
