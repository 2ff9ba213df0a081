"""The pages on which a thread is begun under a pseudonym, and its title is changed with the key."""

import re

import pytest

from forum.accounts.models import Member
from forum.discussion.models import Category, Draft, Post, Thread
from forum.discussion.pseudonyms.listeners import publish_what_is_due
from forum.discussion.pseudonyms.models import Custodian, Pseudonym, PseudonymShare, WaitingThread
from forum.discussion.questions import entry_of
from forum.discussion.values.questions import Question, QuestionKind
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category
from tests.builders.pages import plain
from tests.builders.pseudonyms import make_crowd, make_custodian

TITLE = "What nobody says aloud"
WORDS = "Candid words that somebody needs."


@pytest.fixture
def writer(app):
    return make_member("hidden-writer")


@pytest.fixture
def place(category, custodians):
    """Return a category in which threads can be begun under pseudonyms."""
    make_crowd()
    return category


@pytest.fixture
def at_once(app, monkeypatch):
    """Publish at once."""
    settings = app.extensions["folkmoot_settings"].model_copy(update={"pseudonym_delay": 0})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)


def send(client, category, **more):
    fields = {
        "title": TITLE,
        "tags": "candour",
        "body": WORDS,
        "readers": "category",
        "reuse": "ask",
        "matter": "none",
        "lives": "never",
        "once": "k" * 16,
    }
    return client.post(f"/c/{category.id}/pseudonym", data={**fields, **more})


def test_member_begins_it_and_gets_a_key_once(client, place, writer, at_once):
    sign_in_as(client, writer)
    address = f"/c/{place.id}/pseudonym"
    assert address in client.get(f"/new-topic?category={place.slug}").text
    assert "people who may start a thread here" in client.get(address).text
    answer = send(client, place)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    key = re.search(r'id="key"[^>]*value="([^"]+)"', answer.text)[1]
    thread = db.session.query(Thread).one()
    assert thread.author_id != writer.id
    page = client.get(f"/t/{thread.id}/pseudonym").text
    assert WORDS in page
    assert "change its title and tags" in page
    assert key not in page
    assert re.search(r'id="key"[^>]*value="([^"]+)"', send(client, place).text)[1] == key
    assert db.session.query(Thread).count() == 1
    assert db.session.query(Draft).count() == 0


def test_nothing_of_the_author_shows_to_others_nor_on_their_pages(
    client, app, place, writer, at_once
):
    sign_in_as(client, writer)
    own = ("/u/hidden-writer", "/u/hidden-writer/activity", "/drafts", "/preferences/kept")
    before = {address: plain(client.get(address).text) for address in own}
    send(client, place)
    thread = db.session.query(Thread).one()
    after = {address: plain(client.get(address).text) for address in own}
    assert after == before
    other = sign_in_as(app.test_client(), make_member("reader"))
    name = db.session.get_one(Member, thread.author_id)
    for address in (f"/t/{thread.slug}/{thread.id}?page=1", "/latest", f"/c/x/{place.id}"):
        page = other.get(address, follow_redirects=True).text
        assert TITLE in page
        assert "hidden-writer" not in page
        assert f"/u/{name.handle}" not in page
        assert f"{thread.created_at:%Y-%m-%d}T00:00" not in page
    page = other.get(f"/t/{thread.slug}/{thread.id}?page=1").text
    assert name.name in page
    assert f'datetime="{thread.created_at:%Y-%m-%d}"' in page


def test_waiting_thread_is_shown_to_its_author_alone_and_taken_back(client, app, place, writer):
    sign_in_as(client, writer)
    send(client, place)
    row = db.session.query(WaitingThread).one()
    assert TITLE in client.get("/pseudonyms").text
    other = sign_in_as(app.test_client(), make_member("reader"))
    assert TITLE not in other.get("/pseudonyms").text
    address = f"/pseudonyms/waiting/{row.pseudonym_id}/take-back"
    assert other.post(address).status_code == 404
    assert client.post(address).location == "/pseudonyms"
    assert client.post(address).status_code == 404
    assert db.session.query(Pseudonym).count() == db.session.query(PseudonymShare).count() == 0
    assert TITLE not in client.get("/pseudonyms").text


def test_key_kept_while_it_waited_opens_what_was_published(client, place, writer, monkeypatch, app):
    sign_in_as(client, writer)
    send(client, place)
    with unit_of_work():
        row = db.session.query(WaitingThread).one()
        row.due_at = row.due_at.replace(year=2020)
    publish_what_is_due()
    thread = db.session.query(Thread).one()
    page = client.get(f"/t/{thread.id}/pseudonym").text
    assert "What you wrote as" in page
    assert f"/t/{thread.id}/pseudonym" in client.get("/pseudonyms").text
    assert client.post(f"/t/{thread.id}/pseudonym/forget").status_code == 303
    assert "What you wrote as" not in client.get(f"/t/{thread.id}/pseudonym").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"body": ""}, "body"),
        ({"tags": "a, b, c, d, e, f"}, "tags"),
        ({"reuse": "everything"}, "reuse"),
        ({"matter": "x"}, "matter"),
        ({"lives": "quiet", "days": "-4"}, "days"),
        ({"lives": "day", "ends_on": "2001-01-01"}, "ends_on"),
        ({"readers": "named", "people": "@carla"}, ""),
        ({"body": "![A picture](/uploads/1/name.png)"}, "body"),
    ],
)
def test_wrong_forms_lose_nothing(client, place, writer, wrong, field):
    sign_in_as(client, writer)
    answer = send(client, place, **wrong)
    assert answer.status_code == 422
    if field:
        assert f'id="{field}-errors"' in answer.text
    assert wrong.get("title", TITLE) in answer.text
    assert wrong.get("body", WORDS) in answer.text
    assert db.session.query(Pseudonym).count() == 0


def test_it_is_previewed_and_checked_without_posting(client, place, writer):
    sign_in_as(client, writer)
    assert "<strong>loud</strong>" in send(client, place, body="**loud**", preview="1").text
    answer = send(client, place, body="Write to ann@example.org.", check="1")
    assert "ann@example.org" in answer.text
    assert answer.status_code == 200
    assert db.session.query(Pseudonym).count() == 0


def test_form_of_the_category_is_asked(client, place, writer, at_once):
    question = Question(1, "Who is concerned?", QuestionKind.SHORT, is_required=True)
    with unit_of_work():
        db.session.get_one(Category, place.id).form = [entry_of(question)]
    sign_in_as(client, writer)
    assert "Who is concerned?" in client.get(f"/c/{place.id}/pseudonym").text
    answer = send(client, place)
    assert answer.status_code == 422
    assert f'id="answer-{place.id}-1-errors"' in answer.text
    assert send(client, place, **{f"answer-{place.id}-1": "Tenants"}).status_code == 200
    assert "Tenants" in db.session.query(Post).one().raw


def test_where_it_is_not_possible_the_page_says_why(client, category, writer):
    sign_in_as(client, writer)
    for card, why in (
        (make_category("Plain"), "under their own name"),
        (category, "may start threads here: among fewer than 8"),
    ):
        page = client.get(f"/c/{card.id}/pseudonym")
        assert page.status_code == 200
        assert why in page.text
        answer = send(client, card)
        assert answer.status_code == 422
        assert why in answer.text
    assert db.session.query(Pseudonym).count() == 0
    make_crowd()
    assert "two custodians" in client.get(f"/c/{category.id}/pseudonym").text
    assert client.get("/c/999999/pseudonym").status_code == 404


def test_only_the_key_changes_title_and_tags(client, app, place, writer, at_once):
    sign_in_as(client, writer)
    send(client, place)
    thread = db.session.query(Thread).one()
    address = f"/t/{thread.id}/pseudonym/head"
    other = sign_in_as(app.test_client(), make_member("reader"))
    assert other.get(address).status_code == other.post(address).status_code == 404
    assert TITLE in client.get(address).text
    fields = {"title": "", "tags": "", "title_before": TITLE, "tags_before": "candour"}
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    assert 'id="title-errors"' in answer.text
    fields |= {"title": "Said more plainly", "tags": "plain"}
    assert client.post(address, data=fields).location == f"/t/{thread.id}/pseudonym"
    fields |= {"title": "Said in a third way"}
    answer = client.post(address, data=fields)
    assert answer.status_code == 409
    assert "Said in a third way" in answer.text
    assert "Said more plainly" in answer.text


def test_only_the_key_makes_its_label_stricter(client, app, place, writer, at_once):
    sign_in_as(client, writer)
    send(client, place)
    thread = db.session.query(Thread).one()
    address = f"/t/{thread.id}/pseudonym/label"
    assert address in client.get(f"/t/{thread.id}/pseudonym").text
    other = sign_in_as(app.test_client(), make_member("reader"))
    assert other.get(address).status_code == other.post(address).status_code == 404
    assert 'name="people"' not in client.get(address).text
    fields = {"reuse": "nothing", "matter": "none", "lives": "quiet", "days": ""}
    wrong = client.post(address, data=fields)
    assert (wrong.status_code, 'id="days-errors"' in wrong.text) == (422, True)
    fields |= {"days": "40", "readers": "named", "people": "@reader"}
    assert client.post(address, data=fields).location == f"/t/{thread.id}/pseudonym"
    page = other.get(f"/t/{thread.slug}/{thread.id}").text
    assert "40 days after the last reply" in page
    db.session.expire_all()
    assert not thread.is_reserved


def test_author_seals_it_for_who_came_later(client, place, writer, at_once):
    sign_in_as(client, writer)
    send(client, place)
    thread = db.session.query(Thread).one()
    address = f"/t/{thread.id}/pseudonym"
    assert "became a custodian" not in client.get(address).text
    make_custodian(make_member("cara", name="Cara Later"))
    page = client.get(address).text
    assert "Cara Later became a custodian after you took this name" in page
    assert client.post(f"{address}/seal").location == address
    assert "became a custodian" not in client.get(address).text
    assert db.session.query(PseudonymShare).count() == 3
    with unit_of_work():
        db.session.query(PseudonymShare).delete()
        for row in db.session.query(Custodian).all()[:1]:
            db.session.delete(row)
    page = client.get(address).text
    assert "not there any more" in page
    assert "<textarea" not in page
    client.post(f"{address}/seal")
    assert "<textarea" in client.get(address).text


def test_key_of_another_member_on_the_same_browser_is_not_used(client, place, writer, at_once):
    sign_in_as(client, writer)
    send(client, place)
    thread = db.session.query(Thread).one()
    sign_in_as(client, make_member("next-one"))
    assert client.get(f"/t/{thread.id}/pseudonym/head").status_code == 404
    assert client.post(f"/t/{thread.id}/pseudonym/seal").status_code == 404
    assert person(writer).id != thread.author_id
