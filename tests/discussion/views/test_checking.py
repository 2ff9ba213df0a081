"""The text check in the forms: asked for, before posting, and what it leaves behind."""

import io
import logging
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.checking import CheckWhen, DeniedName
from forum.discussion.models import Category, Post, TextCheckChoice, Thread
from forum.discussion.operations.text_checks import choose_check_when, keep_names
from forum.discussion.queries.categories import directory
from forum.discussion.values import CategoryCard
from forum.kernel.db import Base, db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread

PHONE = "+33 6 12 34 56 78"
TEXT = f"First line.\n\nRing {PHONE}, or write to ann@firm.fr."


def checked_category() -> CategoryCard:
    card = make_category()
    with unit_of_work():
        db.session.get_one(Category, card.id).checks_text = True
    return directory().by_id[card.id]


def choose(anna: Person, when: CheckWhen = CheckWhen.CATEGORIES, *names: DeniedName) -> None:
    with unit_of_work():
        choose_check_when(when, by=anna)
        keep_names(names, by=anna)


def fields_in(page: str) -> dict[str, str]:
    """Return what the list of findings holds: what was seen, and the choices as they stand."""
    seen = re.search(r'name="checked" value="([^"]*)"', page)
    chosen = re.findall(r'name="(finding-\w+)" value="(\w+)" checked', page)
    return {"checked": seen[1] if seen else "", **dict(chosen)}


def text_in(page: str) -> str:
    found = re.search(r'<textarea id="body"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].replace("&#39;", "'")


def test_check_shows_line_reason_and_placeholder_and_posts_nothing(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    sign_in_as(client, anna)
    page = client.post(f"/t/{thread.id}/reply", data={"body": TEXT, "check": "1"})
    assert page.status_code == 200
    assert "The check found 2 things" in page.text
    assert PHONE in page.text
    assert "Text, line 3" in page.text
    assert "A telephone number leads to one person or one office." in page.text
    assert "<strong>[phone 1]</strong>" in page.text
    assert text_in(page.text) == TEXT
    assert db.session.scalars(select(Post.number)).all() == [1]


def test_check_that_finds_nothing_says_so_and_promises_nothing(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    sign_in_as(client, anna)
    page = client.post(f"/t/{thread.id}/reply", data={"body": "Nothing here.", "check": "1"}).text
    assert "The check found nothing" in page
    assert "it does not find everything" in page


def test_the_chosen_is_replaced_and_the_rest_is_kept(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    sign_in_as(client, anna)
    address = f"/t/{thread.id}/reply"
    body = TEXT.replace("\n", "\r\n")
    fields = fields_in(client.post(address, data={"body": body, "check": "1"}).text)
    phone, email = [name for name in fields if name.startswith("finding-")]
    data = {"body": body, **fields, email: "keep", "check": "replace"}
    page = client.post(address, data=data).text
    assert text_in(page) == "First line.\n\nRing [phone 1], or write to ann@firm.fr."
    assert f'name="{email}" value="keep" checked' in page
    assert phone not in page


def test_in_a_category_that_asks_for_it_a_post_comes_back_once(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(checked_category(), person(anna))
    sign_in_as(client, anna)
    address = f"/t/{thread.id}/reply"
    page = client.post(address, data={"body": TEXT})
    assert page.status_code == 200
    assert "Nothing is posted yet" in page.text
    assert "Post anyway" in page.text
    assert text_in(page.text) == TEXT
    assert db.session.scalars(select(Post.number)).all() == [1]
    seen = fields_in(page.text)["checked"]
    posted = client.post(address, data={"body": TEXT, "checked": seen})
    assert posted.status_code == 303
    assert db.session.scalars(select(Post.raw).where(Post.number == 2)).one() == TEXT


def test_what_was_taken_out_by_hand_is_not_asked_again_but_what_is_new_is(
    client: FlaskClient,
) -> None:
    anna = make_member("anna")
    thread = make_thread(checked_category(), person(anna))
    sign_in_as(client, anna)
    address = f"/t/{thread.id}/reply"
    seen = fields_in(client.post(address, data={"body": TEXT}).text)["checked"]
    more = client.post(address, data={"body": f"{TEXT} ben@firm.fr", "checked": seen})
    fewer = client.post(address, data={"body": f"Ring {PHONE}.", "checked": seen})
    assert (more.status_code, fewer.status_code) == (200, 303)


def test_marks_of_another_member_or_made_up_ones_hold_for_nothing(client: FlaskClient) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    thread = make_thread(checked_category(), person(anna))
    address = f"/t/{thread.id}/reply"
    sign_in_as(client, ben)
    foreign = fields_in(client.post(address, data={"body": TEXT}).text)["checked"]
    sign_in_as(client, anna)
    assert foreign
    for marks in (foreign, "0123456789abcdef " * 2_000, "é\0", "x" * 50_000):
        page = client.post(address, data={"body": TEXT, "checked": marks})
        assert (page.status_code, "Nothing is posted yet" in page.text) == (200, True)


@pytest.mark.parametrize(
    ("when", "asks", "is_held"),
    [
        (CheckWhen.CATEGORIES, True, True),
        (CheckWhen.CATEGORIES, False, False),
        (CheckWhen.ALWAYS, False, True),
        (CheckWhen.NEVER, True, False),
    ],
)
def test_members_choose_when_they_are_asked(
    client: FlaskClient, when: CheckWhen, asks: bool, is_held: bool
) -> None:
    anna = make_member("anna")
    choose(person(anna), when)
    category = checked_category() if asks else make_category()
    thread = make_thread(category, person(anna))
    sign_in_as(client, anna)
    answer = client.post(f"/t/{thread.id}/reply", data={"body": TEXT})
    assert answer.status_code == (200 if is_held else 303)


def test_title_and_tags_of_a_thread_are_checked_and_replaced(client: FlaskClient) -> None:
    anna = make_member("anna")
    choose(person(anna), CheckWhen.CATEGORIES, DeniedName("Kowalska", "client A"))
    sign_in_as(client, anna)
    data = {
        "category": str(checked_category().id),
        "title": "What now for Kowalska?",
        "tags": "kowalska, wages",
        "body": "Mrs Kowalska's matter.",
    }
    page = client.post("/new-topic", data=data).text
    assert "Title; Tags; Text, line 1" in page
    after = client.post("/new-topic", data={**data, **fields_in(page), "check": "replace"}).text
    assert 'value="What now for [client A]?"' in after
    assert 'value="client-a, wages"' in after
    assert text_in(after) == "Mrs [client A]'s matter."
    assert db.session.scalars(select(Thread.id)).all() == []


def test_edits_are_held_back_for_what_they_add_alone(client: FlaskClient) -> None:
    anna = make_member("anna")
    category = checked_category()
    thread = make_thread(category, person(anna), body=TEXT)
    [post_id] = db.session.scalars(select(Post.id).where(Post.thread_id == thread.id)).all()
    sign_in_as(client, anna)
    address = f"/p/{post_id}/edit"
    more = client.post(address, data={"body": f"{TEXT} ben@firm.fr", "revision": "1"})
    assert (more.status_code, "Save anyway" in more.text) == (200, True)
    same = client.post(address, data={"body": f"{TEXT} And more.", "revision": "1"})
    assert same.status_code == 303


def test_conversations_are_checked_where_their_member_wants_it(client: FlaskClient) -> None:
    anna, _ben = make_member("anna"), make_member("ben")
    choose(person(anna), CheckWhen.ALWAYS)
    sign_in_as(client, anna)
    data = {"to": "@ben", "title": "Hello", "body": TEXT}
    page = client.post("/messages/new", data=data).text
    assert "Nothing is posted yet" in page
    sent = client.post("/messages/new", data={**data, "checked": fields_in(page)["checked"]})
    assert sent.status_code == 303


def test_names_of_files_are_checked_and_the_file_stays(client: FlaskClient) -> None:
    anna = make_member("anna")
    thread = make_thread(checked_category(), person(anna))
    sign_in_as(client, anna)
    address = f"/t/{thread.id}/reply"
    sent = {"body": "See this.", "files": (io.BytesIO(b"some words"), "Kowalska_affidavit.txt")}
    body = text_in(client.post(address, data=sent, content_type="multipart/form-data").text)
    page = client.post(address, data={"body": body}).text
    assert "The name of this file may say who it is about" in page
    assert text_in(page) == body
    assert "/uploads/" in body
    seen = fields_in(page)["checked"]
    assert client.post(address, data={"body": body, "checked": seen}).status_code == 303


def test_scripts_get_the_list_and_the_texts_that_changed(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    data = {"title": "Plain", "body": TEXT.replace("\n", "\r\n")}
    found = client.post("/check", data=data).json
    assert found
    assert found["fields"] == {}
    again = client.post(
        "/check", data={**data, **fields_in(found["html"]), "check": "replace"}
    ).json
    assert again
    assert again["fields"] == {"body": "First line.\n\nRing [phone 1], or write to [e-mail 1]."}
    assert "Replaced. Nothing else was found" in again["html"]


def test_the_list_is_sealed_and_shown_to_its_member_alone(client: FlaskClient) -> None:
    anna, ben = make_member("anna"), make_member("ben")
    sign_in_as(client, anna)
    data = {"when": "always", "names": "Zwetschgenbaum\nKowalska = client A"}
    assert client.post("/preferences/text-check", data=data).status_code == 303
    page = client.get("/preferences/text-check")
    assert "Zwetschgenbaum = person A\nKowalska = client A" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    sealed = db.session.scalars(select(TextCheckChoice.sealed_names)).one()
    assert "wetschgen" not in sealed
    with unit_of_work():
        db.session.add(TextCheckChoice(member_id=ben.id, sealed_names=sealed))
    sign_in_as(client, ben)
    assert "wetschgen" not in client.get("/preferences/text-check").text
    assert "wetschgen" not in client.get("/preferences").text


def test_a_wrong_list_comes_back_with_all_that_was_typed(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    data = {"when": "sometimes", "names": "Ann = <b>"}
    page = client.post("/preferences/text-check", data=data)
    assert page.status_code == 422
    assert "Ann = &lt;b&gt;" in page.text
    assert "Line 1: what stands instead" in page.text
    assert "Please choose one of these." in page.text


def test_nothing_that_was_found_is_kept_or_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna = make_member("anna")
    choose(person(anna), CheckWhen.CATEGORIES, DeniedName("Zwetschgenbaum", "client A"))
    category = checked_category()
    thread = make_thread(category, person(anna))
    sign_in_as(client, anna)
    planted = ("wetschgenbaum", "ann@firm.fr", "0612345678")
    body = "Ring +33612345678 or ann@firm.fr for Zwetschgenbaum."
    address = f"/t/{thread.id}/reply"
    once = client.post(address, data={"body": body})
    fields = fields_in(once.text)
    client.post(address, data={"body": body, **fields, "check": "1"})
    client.post(address, data={"body": body, **fields, "check": "replace"})
    client.post("/check", data={"body": body, **fields})
    draft = {"draft": f"reply/{thread.id}", "sequence": "0", "body": "Plain.", **fields}
    client.post("/drafts", data=draft)
    assert "wetschgenbaum" in once.text
    rows = [
        str(row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    ]
    with client.session_transaction() as session:
        kept = [*rows, str(dict(session)), caplog.text]
    words = [*planted, *fields["checked"].split(), *fields]
    assert len(rows) > 5
    assert [word for word in words for text in kept if word in text and word != "checked"] == []
