"""Guests of threads about cases: invited by the author alone, asked about conflicts like all readers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.discussion.models import Thread, Wall
from forum.discussion.values.labels import WallKind
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.cases import answer_about
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import end_visit_of, invite_to, make_guest
from tests.builders.labels import keep_out
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain
from tests.builders.passwords import PASSWORD


@pytest.fixture
def ada(app):
    return make_member("ada", name="Ada Quill")


@pytest.fixture
def case(ada):
    return make_thread(
        make_category("Cases", is_for_cases=True), person(ada), title="Sealed matter"
    )


@pytest.fixture
def guest(case, ada):
    return make_guest(case, "gus", by=person(ada))


def test_author_says_first_that_the_case_may_be_read_from_outside(client, case, ada):
    sign_in_as(client, ada)
    day = (now() + timedelta(days=9)).date().isoformat()
    data = {"email": "gus@example.org", "until": day, "note": "Kept words."}
    answer = client.post(f"/t/{case.id}/guests", data=data)
    assert answer.status_code == 422
    assert "Please make sure first" in answer.text
    assert "Kept words." in answer.text
    assert letters("gus@example.org") == []
    assert client.post(f"/t/{case.id}/guests", data={**data, "covers": "y"}).status_code == 303
    (letter,) = letters("gus@example.org")
    page = client.application.test_client().get(link_in(letter))
    assert "about a case" in page.text
    assert "Sealed matter" not in page.text


def test_once_others_wrote_nobody_lets_a_guest_in(client, case, ada):
    ben = make_member("ben")
    answer_about(case, ben)
    make_reply(case, person(ben), "For members.")
    sign_in_as(client, ada)
    day = (now() + timedelta(days=9)).date().isoformat()
    data = {"email": "gus@example.org", "until": day, "covers": "y"}
    assert client.post(f"/t/{case.id}/guests", data=data).status_code == 422


def test_guest_is_asked_before_the_case_opens(client, case, guest):
    sign_in_as(client, guest)
    missing = plain(client.get("/t/any/987654").text)
    assert plain(client.get(f"/t/any/{case.id}").text) == missing
    start = client.get("/", follow_redirects=True)
    assert start.request.path == "/visit"
    assert f"/cases/{case.id}" in start.text
    assert "Sealed matter" not in start.text
    page = client.get(f"/cases/{case.id}")
    assert "ask facilitators" not in page.text
    answer = client.post(f"/cases/{case.id}", data={"answer": "none"}, follow_redirects=True)
    assert "Sealed matter" in answer.text
    assert client.post(f"/t/{case.id}/reply", data={"body": "What I know."}).status_code == 303
    assert client.get(f"/t/{case.id}/openings").status_code == 200
    for closed in ("declaration", "walls", "guests"):
        assert client.get(f"/t/{case.id}/{closed}").status_code == 404, closed
    assert client.get("/cases").status_code == 404
    assert client.get("/conflicts").status_code == 404


def test_unsure_guest_finds_it_closed_and_answers_later(client, case, guest):
    sign_in_as(client, guest)
    answer = client.post(f"/cases/{case.id}", data={"answer": "unsure"}, follow_redirects=True)
    assert answer.request.path == "/visit"
    assert "You were unsure" in answer.text
    assert client.get(f"/t/any/{case.id}").status_code == 404
    assert client.post(f"/cases/{case.id}", data={"answer": "none"}).status_code == 303
    assert client.get(f"/t/any/{case.id}", follow_redirects=True).status_code == 200


def test_guest_with_a_conflict_meets_it_nowhere(client, case, guest, ada):
    sign_in_as(client, guest)
    page = client.post(f"/cases/{case.id}", data={"answer": "some"}, follow_redirects=True)
    assert page.request.path == "/visit"
    assert "What was to be open to you is closed" in page.text
    wall = db.session.scalars(select(Wall).where(Wall.member_id == guest.id)).one()
    assert wall.kind is WallKind.SELF
    assert client.get(f"/t/any/{case.id}").location == "/login"
    sign_in_as(client, ada)
    assert "One member stays out" in client.get(f"/t/{case.id}/walls").text


def test_guest_whose_name_is_an_opponents_is_kept_out_as_they_come(client, case, ada):
    sign_in_as(client, ada)
    data = {"opponents": "Gus Ferreira"}
    assert client.post(f"/t/{case.id}/walls", data=data).status_code == 303
    secret = invite_to(db.session.get_one(Thread, case.id), "gus@example.org", by=person(ada))
    other = client.application.test_client()
    data = {"handle": "gus", "name": "Gus Ferreira", "password": PASSWORD}
    assert other.post(f"/invites/{secret}", data=data).status_code == 303
    page = other.get("/", follow_redirects=True)
    assert f"/cases/{case.id}" not in page.text
    assert other.get(f"/cases/{case.id}").location == "/login"


def test_visit_that_ends_before_the_answer_leaves_nothing(client, case, guest, ada):
    sign_in_as(client, guest)
    assert client.get(f"/cases/{case.id}").status_code == 200
    end_visit_of(case, guest, by=person(ada))
    assert client.get(f"/cases/{case.id}").location == "/login"
    assert "waits" not in client.get("/visit").text


def test_wall_closes_a_case_to_its_guest(client, case, guest):
    answer_about(case, guest)
    sign_in_as(client, guest)
    assert client.get(f"/t/any/{case.id}", follow_redirects=True).status_code == 200
    keep_out(case, guest)
    assert client.get(f"/t/any/{case.id}").location == "/login"
