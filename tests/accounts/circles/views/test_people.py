"""Pages about people who come into a circle by a letter, and what guests of circles meet."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Group, Member
from forum.accounts.values import Role
from forum.discussion.queries.categories import directory
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.circles import (
    bring_in,
    make_circle,
    make_circle_guest,
    make_own_category,
    write_into,
)
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import reserve_to
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain

NEW = "nina@example.org"
JOINING = {"handle": "nina", "name": "Nina", "password": "quiet orchard lantern pebble"}


@pytest.fixture
def ada(client: FlaskClient) -> Member:
    """Return a convener before the screen."""
    member = make_member("ada", name="Ada")
    sign_in_as(client, member)
    return member


def sign_out(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session.clear()


def test_convener_writes_sends_again_and_withdraws(client: FlaskClient, ada: Member) -> None:
    slug = make_circle(ada)
    here = f"/g/{slug}/people"
    wrong = client.post(f"{here}/letters", data={"email": NEW, "role": "guest", "note": "Kept."})
    assert wrong.status_code == 422
    assert "until when" in wrong.text
    assert "Kept." in wrong.text
    assert client.post(f"{here}/letters", data={"role": "host", "email": NEW}).status_code == 422
    asked = client.post(f"{here}/letters", data={"email": NEW, "role": "member"})
    assert asked.status_code == 303
    page = client.get(here).text
    assert NEW in page
    assert "Waits for somebody who may invite" in page
    assert letters() == []
    fay = make_member("fay", role=Role.FACILITATOR)
    sign_in_as(client, fay)
    assert "/invites#wishes" in client.get("/for-you").text
    listed = client.get("/invites").text
    assert NEW in listed
    assert slug not in listed
    [address] = {
        part.split('"')[0]
        for part in listed.split('action="')
        if "/wishes/" in part and "/send" in part
    }
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 404
    sign_in_as(client, ada)
    page = client.get(here).text
    assert "The link holds until" in page
    [again] = {part.split('"')[0] for part in page.split('action="') if "/again" in part[:60]}
    assert client.post(again).status_code == 303
    assert len(letters(NEW)) == 2
    assert client.post(again.replace("/again", "/withdraw")).status_code == 303
    assert NEW not in client.get(here).text


def test_the_page_behind_the_link_alone_names_a_hidden_circle(
    client: FlaskClient, ada: Member
) -> None:
    slug = make_circle(ada, name="Whispers", is_hidden=True)
    card = make_own_category(slug, ada, "Inside")
    thread = make_thread(card, person(ada), title="Between us")
    write_into(slug, ada, NEW)
    [letter] = letters()
    assert "Whispers" not in letter.text
    sign_out(client)
    link = link_in(letter)
    assert "Whispers" in client.get(link).text
    assert client.post(link, data=JOINING).location == "/"
    assert client.get("/").location == "/visit"
    visit = client.get("/visit").text
    assert "Whispers" in visit
    page = client.get(f"/g/{slug}").text
    assert "Inside" in page
    assert "Guest" in page
    assert "/people" not in page
    assert "Between us" in client.get(f"/c/{card.slug}/{card.id}").text
    read = client.get(f"/t/{thread.slug}/{thread.id}")
    assert read.status_code == 200
    answer = client.post(f"/t/{thread.id}/reply", data={"body": "I am here."})
    assert answer.status_code == 303
    assert client.get("/u/ada").status_code == 200
    assert client.get(link).status_code == 404
    sign_in_as(client, ada)
    assert "Guest" in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/people/nina/remove").status_code == 303
    sign_in_as(client, db.session.query(Member).filter_by(handle="nina").one())
    for address in (f"/t/{thread.slug}/{thread.id}", f"/g/{slug}", "/visit"):
        ended = client.get(address)
        assert "Between us" not in ended.text
        assert "Whispers" not in ended.text


def test_a_guest_of_a_circle_meets_nothing_else(client: FlaskClient, ada: Member) -> None:
    slug = make_circle(ada, ben := make_member("ben"), name="Strategy")
    own = make_own_category(slug, ada)
    other = make_own_category(make_circle(ada), ada)
    case = make_thread(make_own_category(slug, ada, is_for_cases=True), person(ada))
    open_place = make_category()
    elsewhere = make_thread(open_place, person(ada), title="Elsewhere")
    by_name = make_thread(open_place, person(ada), title="By its name")
    circle = db.session.query(Group).filter_by(slug=slug).one()
    reserve_to(by_name, ben, by=person(ada), groups=(circle,))
    conversation = make_conversation(person(ada), ben, title="Between all of us", groups=(circle,))
    stranger = make_member("stranger")
    make_thread(other, person(ada), title="In another one")
    walled = make_thread(own, person(ada))
    make_reply(walled, person(ben))
    gila = make_circle_guest(slug, ada, "gila")
    sign_in_as(client, gila)
    missing = client.get("/t/any/987654")
    for thread in (case, elsewhere, by_name, conversation):
        answer = client.get(f"/t/{thread.slug}/{thread.id}")
        assert answer.status_code == 404
        assert plain(answer.text) == plain(missing.text)
    for address in (
        f"/c/{other.slug}/{other.id}",
        f"/c/{open_place.slug}/{open_place.id}",
        f"/g/{slug}/people",
        f"/g/{slug}/settings",
        "/g",
        "/members",
        "/latest",
        "/categories",
        f"/u/{stranger.handle}",
        "/new-topic",
        f"/new-topic?category={own.id}",
        "/messages",
    ):
        assert client.get(address).status_code == 404, address
    page = client.get(f"/c/{own.slug}/{own.id}").text
    for word in ("Elsewhere", "By its name", "Between all of us", "In another one"):
        assert word not in page
        assert word not in client.get(f"/g/{slug}").text
        assert word not in client.get("/visit").text
    assert "/new-topic" not in page
    assert "/following" not in page
    assert "/live/list" not in page
    assert not person(gila).grants.asked
    assert client.get(f"/cases/{case.id}").status_code == 404
    assert client.post(f"/cases/{case.id}", data={"answer": "none"}).status_code == 404
    cases = client.get(f"/c/{directory().by_id[case.category_id].slug}/{case.category_id}").text
    assert case.title not in cases
    assert "waits for your answer" not in cases
    assert client.get("/u/ben").status_code == 200
    assert client.post(f"/g/{slug}/leave").status_code == 303
    assert person(gila).is_past_guest


def test_a_member_follows_a_letter_from_its_page(client: FlaskClient, ada: Member) -> None:
    fay = make_member("fay", role=Role.FACILITATOR)
    slug = make_circle(fay, name="Strategy")
    write_into(slug, fay, ada.email or "", role=Role.MEMBER, days=None)
    link = link_in(letters()[-1])
    page = client.get(link).text
    assert "Strategy" in page
    assert "Come in as Ada" in page
    sign_in_as(client, make_member("ben"))
    assert "Come in as" not in client.get(link).text
    assert client.post(f"{link}/again").status_code == 404
    sign_in_as(client, ada)
    assert client.post(f"{link}/again").location == "/g"
    assert "you are in" in client.get("/g").text


def test_invitations_of_others_do_not_tell_of_the_circle(client: FlaskClient, ada: Member) -> None:
    fay = make_member("fay", role=Role.FACILITATOR)
    slug = make_circle(fay, name="Whispers", is_hidden=True)
    bring_in(slug, fay, ada)
    write_into(slug, fay, NEW, role=Role.MEMBER)
    write_into(slug, fay, "guest@example.org")
    sign_in_as(client, make_member("hana", role=Role.HOST))
    page = client.get("/invites").text
    assert NEW in page
    assert "guest@example.org" not in page
    assert "Whispers" not in page
    assert slug not in page
