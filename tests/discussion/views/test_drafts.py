"""Saving, listing, opening and discarding drafts by plain forms, and by a script."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Member
from forum.discussion.models import Draft, Post, Thread
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

JSON = {"Accept": "application/json"}


@pytest.fixture
def category(client: FlaskClient) -> CategoryCard:
    """Return a category that is there before anyone comes."""
    return make_category()


@pytest.fixture
def anna(category: CategoryCard) -> Member:
    """Return somebody who writes."""
    return make_member("anna")


@pytest.fixture
def thread(category: CategoryCard, anna: Member) -> Thread:
    """Return a thread to reply in."""
    return make_thread(category, person(anna), title="Keys", body="Who has them?")


@pytest.fixture
def browser(client: FlaskClient, anna: Member) -> FlaskClient:
    """Return Anna's browser."""
    return sign_in_as(client, anna)


def sequence() -> int:
    return db.session.query(Draft).one().sequence


def save(browser: FlaskClient, place: str, body: str, **more: object) -> int:
    data = {"draft": place, "sequence": "0", "body": body, **more}
    answer = browser.post("/drafts", data=data, headers=JSON)
    assert answer.status_code == 200
    return int(answer.json["sequence"])


def test_draft_comes_back_in_the_form_and_on_the_thread_page(
    browser: FlaskClient, thread: Thread, anna: Member
) -> None:
    make_reply(thread, person(anna))
    place = f"reply/{thread.id}"
    answer = browser.post(
        "/drafts", data={"draft": place, "sequence": "0", "body": "Begun & kept.", "to": "2"}
    )
    assert answer.status_code == 303
    opened = browser.get(answer.location)
    assert opened.status_code == 303
    assert opened.location == f"/t/keys/{thread.id}/reply"
    for address in (opened.location, f"/t/keys/{thread.id}"):
        page = browser.get(address).text
        assert "Begun &amp; kept.</textarea>" in page
        assert f'name="sequence" value="{sequence()}"' in page
        assert 'name="to" value="2"' in page
        assert "In reply to" in page


def test_sending_lets_the_draft_go(browser: FlaskClient, thread: Thread) -> None:
    number = save(browser, f"reply/{thread.id}", "Begun.")
    data = {"body": "Begun and done.", "sequence": str(number), "draft": f"reply/{thread.id}"}
    assert browser.post(f"/t/{thread.id}/reply", data=data).status_code == 303
    assert db.session.query(Draft).count() == 0
    assert db.session.query(Post).filter_by(number=2).one().raw == "Begun and done."


def test_sending_from_a_page_that_is_behind_loses_neither_text(
    browser: FlaskClient, thread: Thread
) -> None:
    number = save(browser, f"reply/{thread.id}", "Begun.")
    save(browser, f"reply/{thread.id}", "Gone on elsewhere.", sequence=number)
    data = {"body": "Sent from here.", "sequence": str(number)}
    browser.post(f"/t/{thread.id}/reply", data=data)
    assert db.session.query(Post).filter_by(number=2).one().raw == "Sent from here."
    assert db.session.query(Draft).one().body == "Gone on elsewhere."
    assert "kept among your drafts" in browser.get(f"/t/keys/{thread.id}/2").text


def test_refused_text_keeps_its_draft(browser: FlaskClient, thread: Thread) -> None:
    number = save(browser, f"reply/{thread.id}", "Begun.")
    data = {"body": "a\0b", "sequence": str(number), "draft": f"reply/{thread.id}"}
    answer = browser.post(f"/t/{thread.id}/reply", data=data)
    assert answer.status_code == 422
    assert f'name="sequence" value="{number}"' in answer.text
    assert db.session.query(Draft).count() == 1


def test_two_pages_that_differ_are_shown_side_by_side(browser: FlaskClient, thread: Thread) -> None:
    place = f"reply/{thread.id}"
    save(browser, place, "There <b>it</b> says this.")
    answer = browser.post("/drafts", data={"draft": place, "sequence": "0", "body": "Here that."})
    assert answer.status_code == 409
    assert "There &lt;b&gt;it&lt;/b&gt; says this." in answer.text
    assert answer.text.count("Here that.") == 2  # to be read, and in the form that keeps it
    assert db.session.query(Draft).one().body == "There <b>it</b> says this."
    kept = browser.post(
        "/drafts", data={"draft": place, "sequence": str(sequence()), "body": "Here that."}
    )
    assert kept.status_code == 303
    assert db.session.query(Draft).one().body == "Here that."


def test_script_gets_both_texts(browser: FlaskClient, thread: Thread) -> None:
    place = f"reply/{thread.id}"
    number = save(browser, place, "There.")
    stale = {"draft": place, "sequence": "0", "body": "Here."}
    answer = browser.post("/drafts", data=stale, headers=JSON)
    assert answer.status_code == 409
    assert (answer.json["mine"], answer.json["theirs"]) == ({"body": "Here."}, {"body": "There."})
    assert answer.json["sequence"] == number
    browser.post("/drafts/discard", data={"draft": place, "sequence": str(number)})
    gone = browser.post("/drafts", data={**stale, "sequence": str(number)}, headers=JSON)
    assert (gone.status_code, gone.json["theirs"], gone.json["sequence"]) == (409, None, 0)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"draft": ""},
        {"draft": "reply"},
        {"draft": "nonsense/1"},
        {"draft": "reply/-1"},
        {"draft": "reply/٣"},
        {"draft": "reply/99999999999"},
        {"draft": "reply/2147483648"},
    ],
)
def test_place_that_is_none_is_not_there(browser: FlaskClient, data: dict[str, str]) -> None:
    for address in ("/drafts", "/drafts/discard"):
        assert browser.post(address, data={"body": "Words.", **data}).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"body": "a\0b"},
        {"body": "a" * 65_537},
        {"title": "a\0"},
    ],
)
def test_what_cannot_be_kept_is_given_back(browser: FlaskClient, data: dict[str, str]) -> None:
    full = {"draft": "thread/0", "sequence": "0", "body": "Words.", **data}
    answer = browser.post("/drafts", data=full)
    assert answer.status_code == 422
    assert full["body"][:5] in answer.text
    assert browser.post("/drafts", data=full, headers=JSON).status_code == 422


@pytest.mark.parametrize("number", ["", "x", "-3", "9" * 400, "1e5", "٣"])
def test_sequence_that_is_none_means_a_new_draft(browser: FlaskClient, number: str) -> None:
    data = {"draft": "thread/0", "sequence": number, "body": "Words."}
    assert browser.post("/drafts", data=data).status_code == 303


def test_list_shows_drafts_and_discards_them(browser: FlaskClient, thread: Thread) -> None:
    assert "You have no drafts" in browser.get("/drafts").text
    number = save(browser, f"reply/{thread.id}", "Begun words.")
    page = browser.get("/drafts").text
    assert "Reply in “Keys”" in page
    assert "Begun words." in page
    stale = {"draft": f"reply/{thread.id}", "sequence": str(number - 1)}
    browser.post("/drafts/discard", data=stale)
    assert "changed elsewhere" in browser.get("/drafts").text
    browser.post("/drafts/discard", data={**stale, "sequence": str(number)})
    assert "You have no drafts" in browser.get("/drafts").text


def test_draft_of_another_place_is_opened_where_it_belongs(
    browser: FlaskClient, thread: Thread
) -> None:
    post = db.session.query(Post).one()
    save(browser, "thread/0", "A new thread.")
    save(browser, f"edit/{post.id}", "Who has them now?", revision="1")
    save(browser, f"continue/{post.id}", "Going on.")
    places = [
        browser.get(f"/drafts/{draft.id}").location
        for draft in db.session.query(Draft).order_by(Draft.id)
    ]
    assert places == ["/new-topic", f"/p/{post.id}/edit", f"/new-topic?continue={post.id}"]
    assert "A new thread." in browser.get("/new-topic").text
    assert "Who has them now?" in browser.get(f"/p/{post.id}/edit").text
    assert "Going on." in browser.get(f"/new-topic?continue={post.id}").text


def test_words_for_a_place_that_is_gone_are_still_there(browser: FlaskClient) -> None:
    save(browser, "reply/987654", "My own words.")
    page = browser.get(f"/drafts/{db.session.query(Draft).one().id}")
    assert page.status_code == 200
    assert "My own words." in page.text


def test_draft_of_another_member_is_nowhere(
    browser: FlaskClient, thread: Thread, client: FlaskClient
) -> None:
    save(browser, f"reply/{thread.id}", "Hers alone.")
    id_ = db.session.query(Draft).one().id
    ben = sign_in_as(client, make_member("ben"))
    assert ben.get(f"/drafts/{id_}").status_code == 404
    addresses = ("/drafts", f"/t/keys/{thread.id}", f"/t/keys/{thread.id}/reply")
    assert not any("Hers alone." in ben.get(address).text for address in addresses)
    ben.post("/drafts/discard", data={"draft": f"reply/{thread.id}", "sequence": str(sequence())})
    assert db.session.query(Draft).count() == 1


def test_quotation_is_added_to_the_draft_and_comes_alone_for_scripts(
    browser: FlaskClient, thread: Thread
) -> None:
    save(browser, f"reply/{thread.id}", "Begun.")
    both = browser.get(f"/t/keys/{thread.id}/reply?quote=1").text
    assert both.index("Begun.") < both.index("[quote=")
    assert "Begun." not in browser.get(f"/t/keys/{thread.id}/reply?quote=1&plain=1").text


def test_new_conversations_keep_a_draft_for_each_member(browser: FlaskClient, anna: Member) -> None:
    ben, carla = make_member("ben"), make_member("carla")
    page = browser.get("/messages/new?to=ben").text
    place = f"conversation/{ben.id}"
    assert f'name="draft" value="{place}"' in page
    save(browser, place, "For Ben alone.", to="@ben", title="Between us", groups="3")
    assert "For Ben alone." not in browser.get("/messages/new?to=carla").text
    assert "For Ben alone." not in browser.get("/messages/new").text
    again = browser.get("/messages/new?to=ben").text
    assert "For Ben alone." in again
    assert 'value="Between us"' in again
    id_ = db.session.query(Draft).one().id
    opened = browser.get(f"/drafts/{id_}")
    assert opened.location == f"/messages/new?draft={id_}"
    assert 'value="@ben"' in browser.get(opened.location).text
    assert "New conversation: Between us" in browser.get("/drafts").text
    data = {"draft": place, "sequence": str(sequence()), "to": "@ben", "title": "Between us"}
    answer = browser.post("/messages/new", data={**data, "body": "For Ben alone."})
    assert answer.status_code == 303
    assert db.session.query(Draft).count() == 0
    assert sign_in_as(browser, carla).get(f"/messages/new?draft={id_}").status_code == 404
