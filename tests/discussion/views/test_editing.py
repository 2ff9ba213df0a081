"""Changing posts, and two texts that meet."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient

from forum.accounts.models import Member
from forum.discussion.models import Draft, Post
from forum.discussion.operations.posts import revise_post
from forum.discussion.operations.sharing import share_post
from forum.discussion.queries.threads import get_post
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread

BASE = "One.\n\nTwo.\n\nThree."


@pytest.fixture
def anna(client: FlaskClient) -> Member:
    """Return the author of a post in three parts."""
    category = make_category()
    member = make_member("anna")
    make_thread(category, person(member), title="Keys", body=BASE)
    return member


def the_post() -> Post:
    return db.session.query(Post).filter_by(number=1).one()


def change(body: str, by: Member, *, later: int = 0) -> None:
    """Change the post, some minutes later."""
    writing = write(body)
    with time_machine.travel(now() + timedelta(minutes=later)), unit_of_work():
        post = get_post(the_post().id, by=person(by))
        revise_post(post.thread, post, writing, by=person(by))


def body_of(page: str) -> str:
    """Return what stands in the form."""
    return unescape(
        page.split('<textarea id="body"')[1].split(">\n", 1)[1].split("</textarea>", maxsplit=1)[0]
    )


def send(browser: FlaskClient, body: str, revision: int = 1) -> tuple[int, str]:
    data = {"body": body, "revision": str(revision)}
    answer = browser.post(f"/p/{the_post().id}/edit", data=data)
    return answer.status_code, answer.text


def test_changes_in_different_places_are_offered_together(
    client: FlaskClient, anna: Member
) -> None:
    browser = sign_in_as(client, anna)
    change("One.\n\nTwo.\n\nThree, from the other window.", anna, later=6)
    status, page = send(browser, "One, from here.\n\nTwo.\n\nThree.")
    assert status == 409
    assert body_of(page) == "One, from here.\n\nTwo.\n\nThree, from the other window."
    assert "You saved another text, in another window" in page
    assert "You changed different places" in page
    assert 'name="revision" type="hidden" value="2"' in page
    assert "What you changed" in page
    assert the_post().raw == "One.\n\nTwo.\n\nThree, from the other window."
    assert send(browser, body_of(page), 2)[0] == 303


def test_same_place_changed_twice_is_marked_and_the_marks_cannot_be_saved(
    client: FlaskClient, anna: Member
) -> None:
    browser = sign_in_as(client, anna)
    change("One.\n\nTwo, theirs.\n\nThree.", anna, later=6)
    status, page = send(browser, "One.\n\nTwo, mine.\n\nThree.")
    assert status == 409
    offered = body_of(page)
    assert offered.index("Two, mine.") < offered.index("Two, theirs.")
    assert "both texts changed the same lines" in page
    status, page = send(browser, offered, 2)
    assert status == 422
    assert "take out the lines with ===" in page
    assert send(browser, "One.\n\nTwo, ours.\n\nThree.", 2)[0] == 303
    assert the_post().raw == "One.\n\nTwo, ours.\n\nThree."


def test_text_changed_within_minutes_meets_without_what_both_began_with(
    client: FlaskClient, anna: Member
) -> None:
    browser = sign_in_as(client, anna)
    change("One.\n\nTwo, theirs.\n\nThree.", anna)
    status, page = send(browser, "One.\n\nTwo, mine.\n\nThree.")
    assert status == 409
    assert "What you changed" not in page
    assert "Two, mine." in body_of(page)
    assert "Two, theirs." in body_of(page)


def test_conflict_names_who_saved_the_other_text(client: FlaskClient, anna: Member) -> None:
    ben = make_member("ben", name="Ben Bos")
    with unit_of_work():
        post = get_post(the_post().id, by=person(anna))
        share_post(post.thread, post, by=person(anna))
    browser = sign_in_as(client, anna)
    change("One.\n\nTwo, by Ben.\n\nThree.", ben)
    status, page = send(browser, "One, by Anna.\n\nTwo.\n\nThree.")
    assert status == 409
    assert "Ben Bos" in page
    assert body_of(page) == "One, by Anna.\n\nTwo, by Ben.\n\nThree."
    assert "Ben Bos" in browser.get(f"/p/{the_post().id}/history").text


def test_draft_of_an_edit_goes_on_from_the_text_that_it_began_with(
    client: FlaskClient, anna: Member
) -> None:
    browser = sign_in_as(client, anna)
    id_ = the_post().id
    data = {"draft": f"edit/{id_}", "sequence": "0", "revision": "1"}
    browser.post("/drafts", data={**data, "body": "One, kept.\n\nTwo.\n\nThree."})
    change("One.\n\nTwo.\n\nThree, since then.", anna, later=6)
    page = browser.get(f"/p/{id_}/edit").text
    assert body_of(page).startswith("One, kept.")
    assert 'name="revision" type="hidden" value="1"' in page
    sequence = str(db.session.query(Draft).one().sequence)
    sent = {"body": body_of(page), "revision": "1", "sequence": sequence}
    answer = browser.post(f"/p/{id_}/edit", data={**sent, "draft": f"edit/{id_}"})
    assert answer.status_code == 409
    assert body_of(answer.text) == "One, kept.\n\nTwo.\n\nThree, since then."
    assert f'name="sequence" value="{sequence}"' in answer.text
    browser.post(f"/p/{id_}/edit", data={**sent, "body": body_of(answer.text), "revision": "2"})
    assert the_post().raw == "One, kept.\n\nTwo.\n\nThree, since then."
    assert db.session.query(Draft).count() == 0


def test_author_says_who_may_edit(client: FlaskClient, anna: Member) -> None:
    browser = sign_in_as(client, anna)
    id_ = the_post().id
    assert "Anyone may edit it" in browser.get(f"/p/{id_}/share").text
    assert browser.post(f"/p/{id_}/share").status_code == 303
    ben = sign_in_as(client, make_member("ben"))
    page = ben.get(f"/t/keys/{the_post().thread_id}").text
    assert "anyone may edit this" in page
    assert f"/p/{id_}/edit" in page
    assert ben.post(f"/p/{id_}/edit", data={"body": "Ours.", "revision": "1"}).status_code == 303
    assert the_post().raw == "Ours."
    assert ben.post(f"/p/{id_}/share").status_code == 403


@pytest.mark.parametrize("revision", ["", "x", "-1", "999999999999999999999", "1\0"])
def test_revision_that_is_none_never_fails(
    client: FlaskClient, anna: Member, revision: str
) -> None:
    browser = sign_in_as(client, anna)
    data = {"body": "Words.", "revision": revision}
    assert browser.post(f"/p/{the_post().id}/edit", data=data).status_code in {303, 409}
