"""The pages of guests, and of those who invite them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.slots import open_to_guests
from forum.accounts.values import Role
from forum.discussion.models import Post, ThreadPerson
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.guests import end_visit_of, invite_to, make_guest
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain
from tests.builders.passwords import PASSWORD


@pytest.fixture
def ada(app):
    return make_member("ada", name="Ada Quill")


@pytest.fixture
def thread(ada):
    return make_thread(make_category("Practice"), person(ada), title="Open matter")


def test_author_invites_and_the_letter_names_no_thread(client, thread, ada):
    sign_in_as(client, ada)
    assert f"/t/{thread.id}/guests" in client.get(f"/t/any/{thread.id}", follow_redirects=True).text
    day = (now() + timedelta(days=9)).date().isoformat()
    data = {"email": "gus@example.org", "until": day, "note": "Please."}
    assert client.post(f"/t/{thread.id}/guests", data=data).status_code == 303
    (letter,) = letters("gus@example.org")
    assert "Open matter" not in letter.text + letter.subject
    assert "gus@example.org" in client.get(f"/t/{thread.id}/guests").text
    assert "gus@example.org" not in client.get("/invites").text
    other = client.application.test_client()
    page = other.get(link_in(letter))
    assert "Open matter" in page.text
    assert "Ada Quill" in page.text


def test_wrong_form_keeps_what_was_typed(client, thread, ada):
    sign_in_as(client, ada)
    answer = client.post(f"/t/{thread.id}/guests", data={"email": "gus@example.org", "until": ""})
    assert answer.status_code == 422
    assert "Please say until when." in answer.text
    assert "gus@example.org" in answer.text


def test_guest_comes_in_replies_and_meets_only_their_thread(client, thread, ada):
    hidden = make_thread(make_category("Elsewhere"), person(ada), title="Quiet matter")
    secret = invite_to(thread, "gus@example.org", by=person(ada))
    data = {"handle": "gus", "name": "Gus Ferreira", "password": PASSWORD}
    assert client.post(f"/invites/{secret}", data=data).status_code == 303
    start = client.get("/", follow_redirects=True)
    assert start.request.path == "/visit"
    assert "Open matter" in start.text
    assert client.post(f"/t/{thread.id}/reply", data={"body": "Thank you."}).status_code == 303
    written = db.session.scalars(select(Post).order_by(Post.id.desc())).first()
    assert (written.thread_id, written.author.handle) == (thread.id, "gus")
    page = client.get(f"/t/any/{thread.id}?page=1", follow_redirects=True)
    assert "guest until" in page.text
    assert client.get(f"/t/any/{hidden.id}").status_code == 404
    assert "Quiet matter" not in client.get("/search?q=matter").text
    assert "Open matter" not in client.get("/latest").text


def test_closed_and_missing_are_the_same_bytes_for_a_guest(app, client, thread, ada):
    sign_in_as(client, make_guest(thread, "gus", by=person(ada)))
    missing = plain(client.get("/t/any/987654").text)
    hidden = make_thread(make_category("Elsewhere"), person(ada))
    for address in (f"/t/any/{hidden.id}", "/u", "/g", "/latest", "/nothing-of-that-name"):
        answer = client.get(address)
        assert (answer.status_code, plain(answer.text)) == (404, missing), address


def test_profiles_are_those_of_who_writes_there(client, thread, ada):
    make_member("ben")
    sign_in_as(client, make_guest(thread, "gus", by=person(ada)))
    assert client.get("/u/ada").status_code == 200
    assert client.get("/u/gus").status_code == 200
    assert plain(client.get("/u/ben").text) == plain(client.get("/u/nobody-of-that-name").text)


def test_everything_is_closed_after_the_visit_but_the_way_out(app, client, thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    make_reply(thread, person(guest), "While I am here.")
    sign_in_as(client, guest)
    assert client.get(f"/t/any/{thread.id}?page=1", follow_redirects=True).status_code == 200
    end_visit_of(thread, guest, by=person(ada))
    for address in ("/", f"/t/any/{thread.id}", "/search?q=matter", "/u/ada", "/t/any/987654"):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (303, "/login"), address
    page = client.get("/login", follow_redirects=True)
    assert page.request.path == "/visit"
    assert "Your visit has ended" in page.text
    assert "Ada Quill" in page.text
    assert "Open matter" not in page.text
    assert client.get("/preferences/kept").status_code == 200
    assert client.post("/logout").status_code == 303


def test_guest_who_was_here_comes_again(client, thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    end_visit_of(thread, guest, by=person(ada))
    secret = invite_to(thread, "gus@example.org", by=person(ada))
    sign_in_as(client, guest)
    assert f"/invites/{secret}/again" in client.get(f"/invites/{secret}").text
    assert client.post(f"/invites/{secret}/again").location == "/visit"
    assert "Open matter" in client.get("/visit").text
    other = client.application.test_client()
    assert other.post(f"/invites/{secret}/again").status_code == 404


def test_nobody_else_follows_a_guests_invitation(client, thread, ada):
    secret = invite_to(thread, "gus@example.org", by=person(ada))
    sign_in_as(client, make_guest(thread, "gil", by=person(ada)))
    assert client.post(f"/invites/{secret}/again").status_code == 404


def test_inviter_prolongs_and_ends(client, thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    sign_in_as(client, ada)
    day = (now() + timedelta(days=30)).date()
    assert client.get(f"/t/{thread.id}/guests/gus").status_code == 200
    answer = client.post(f"/t/{thread.id}/guests/gus", data={"until": day.isoformat()})
    assert answer.status_code == 303
    assert db.session.get_one(ThreadPerson, (thread.id, guest.id)).until.date() >= day
    assert client.post(f"/t/{thread.id}/guests/gus", data={"until": "soon"}).status_code == 422
    assert client.post(f"/t/{thread.id}/guests/gus/end").status_code == 303
    assert person(guest).is_past_guest
    assert client.get(f"/t/{thread.id}/guests/ada").status_code == 404


def test_invitation_is_withdrawn(client, thread, ada):
    secret = invite_to(thread, "gus@example.org", by=person(ada))
    sign_in_as(client, ada)
    page = client.get(f"/t/{thread.id}/guests").text
    address = page.split("/withdraw")[0].rsplit('"', 1)[1] + "/withdraw"
    assert client.post(address).status_code == 303
    assert client.application.test_client().get(f"/invites/{secret}").status_code == 404
    assert client.post(address).status_code == 404


def test_guests_are_in_no_directory_and_no_suggestion_elsewhere(client, thread, ada):
    make_guest(thread, "gus", by=person(ada))
    sign_in_as(client, ada)
    assert "gus" not in client.get("/u").text.casefold()
    assert client.get("/suggest/members?q=gus").json == []


def test_guests_get_no_conversations(client, thread, ada):
    make_guest(thread, "gus", by=person(ada))
    sign_in_as(client, ada)
    data = {"to": "gus", "title": "Between us", "body": "A word."}
    answer = client.post("/messages/new", data=data)
    assert answer.status_code == 422
    assert "is a guest" in answer.text


def test_facilitator_makes_a_guest_a_member(client, thread, ada):
    guest = make_guest(thread, "gus", by=person(ada))
    sign_in_as(client, ada)
    assert client.post("/u/gus/make-member").status_code == 404
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    assert "/u/gus/make-member" in client.get("/u/gus").text
    assert client.post("/u/gus/make-member").status_code == 303
    assert db.session.get_one(Member, guest.id).role is Role.MEMBER


def test_every_page_open_to_guests_is_there(app: Forum):
    named = frozenset().union(*(fill() for fill in open_to_guests))
    assert named <= {rule.endpoint for rule in app.url_map.iter_rules()}


PLANTED = "zanzibarine"


def test_no_address_tells_a_guest_of_what_is_elsewhere(
    app: Forum, client: FlaskClient, thread, ada
):
    """Walk every GET as a guest and as one whose visit has ended, with a word planted elsewhere."""
    category = make_category(f"{PLANTED} place")
    author = make_member("ben", name=f"Ben {PLANTED}")
    hidden = make_thread(
        category,
        person(author),
        title=f"{PLANTED} matter",
        body=f"{PLANTED} words",
        tags=(PLANTED,),
    )
    with unit_of_work():
        db.session.get_one(Member, author.id).bio = PLANTED
    guest = make_guest(thread, "gus", by=person(ada))
    post = db.session.scalars(select(Post).where(Post.thread_id == hidden.id)).one()
    values = {
        "thread_id": hidden.id,
        "post_id": post.id,
        "category_id": category.id,
        "member_id": author.id,
        "handle": "ben",
        "listing": "latest",
        "slug": "any",
        "name": PLANTED,
        "folder": "inbox",
        "filename": "x",
        "token": "x",
        "key": "x",
        "act": "x",
    }
    asked = 0
    for ended in (False, True):
        if ended:
            end_visit_of(thread, guest, by=person(ada))
        sign_in_as(client, guest)
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint == "static":
                continue
            if rule.endpoint.startswith("outbox."):
                continue
            own = {name: values.get(name, 1) for name in rule.arguments}
            with app.test_request_context():
                address = app.url_map.bind("localhost").build(rule.endpoint, own)
            answer = client.get(address)
            asked += 1
            assert answer.status_code < 500, address
            shown = answer.get_data(as_text=True).replace(address, "")
            assert PLANTED not in shown, address
    assert asked > 200
