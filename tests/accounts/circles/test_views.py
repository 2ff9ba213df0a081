"""The pages of circles."""

import pytest

from forum.accounts.models import Group, GroupMember
from forum.accounts.values import Admission, Role
from forum.discussion.models import Category
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_thread
from tests.builders.pages import plain


@pytest.fixture
def ada(app):
    return make_member("ada", name="Ada")


@pytest.fixture
def ben(app):
    return make_member("ben", name="Ben")


def test_a_facilitator_begins_a_circle_for_others(client, ada):
    fay = make_member("fay", role=Role.FACILITATOR)
    sign_in_as(client, fay)
    assert "Begin a circle" in client.get("/g").text
    wrong = client.post(
        "/g/new", data={"name": "Strategy", "conveners": "@nobody", "about": "Kept"}
    )
    assert wrong.status_code == 422
    assert "no active member @nobody" in wrong.text
    assert "Kept" in wrong.text
    assert client.post("/g/new", data={}).status_code == 422
    data = {
        "name": "Strategy",
        "conveners": "@ada",
        "admission": "request",
        "shows_members": "y",
        "about": "How we work.",
    }
    assert client.post("/g/new", data=data).location == "/g/strategy"
    page = client.get("/g/strategy").text
    assert "How we work." in page
    assert "Convener" in page
    assert "/g/strategy/people" not in page
    for address in ("/g/strategy/people", "/g/strategy/settings", "/g/strategy/categories/new"):
        assert client.get(address).status_code == 404


def test_who_begins_a_hidden_circle_for_others_does_not_see_it(client, ada):
    sign_in_as(client, make_member("hana", role=Role.HOST))
    data = {"name": "Whispers", "conveners": "ada", "admission": "invitation", "is_hidden": "y"}
    assert client.post("/g/new", data=data).location == "/g"
    client.get("/g")  # says once that it has begun
    assert "Whispers" not in client.get("/g").text
    slug = db.session.query(Group.slug).filter_by(name="Whispers").scalar()
    assert client.get(f"/g/{slug}").status_code == 404


def test_members_ask_and_a_convener_lets_in(client, ada, ben):
    slug = make_circle(ada, name="Strategy", admission=Admission.REQUEST)
    sign_in_as(client, ben)
    assert client.post(f"/g/{slug}/join").status_code == 403
    assert client.post(f"/g/{slug}/ask", data={"words": "x" * 3000}).status_code == 422
    assert client.post(f"/g/{slug}/ask", data={"words": "Please."}).location == f"/g/{slug}"
    assert "You have asked" in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/ask/take-back").location == f"/g/{slug}"
    client.post(f"/g/{slug}/ask", data={"words": "Please."})
    sign_in_as(client, ada)
    assert "1 member asks to come into Strategy" in client.get("/for-you").text
    assert "Please." in client.get(f"/g/{slug}/people").text
    assert client.post(f"/g/{slug}/people/ben/admit").location == f"/g/{slug}/people"
    sign_in_as(client, ben)
    assert "you are in" in client.get("/g").text
    assert client.post(f"/g/{slug}/leave").location == "/g"
    assert db.session.query(GroupMember).filter_by(member_id=ben.id).count() == 0


def test_a_convener_invites_until_a_day(client, ada, ben):
    slug = make_circle(ada, name="Whispers", is_hidden=True)
    sign_in_as(client, ada)
    invite = f"/g/{slug}/people/invite"
    for data in ({"handle": "nobody"}, {"handle": "ben", "until": "soon"}, {}):
        assert client.post(invite, data=data).status_code == 422
    past = client.post(invite, data={"handle": "ben", "until": "2020-01-01"})
    assert past.status_code == 422
    assert "This day is past" in past.text
    assert client.post(invite, data={"handle": "ben"}).status_code == 303
    sign_in_as(client, ben)
    assert "invited into the circle Whispers" in client.get("/for-you").text
    assert "You are invited" in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/accept").location == f"/g/{slug}"
    sign_in_as(client, ada)
    end = f"/g/{slug}/people/ben/end"
    assert client.get(end).status_code == 200
    assert client.post(end, data={"until": "2020-01-01"}).status_code == 422
    assert client.post(end, data={"until": "2030-01-01"}).status_code == 303
    assert "until" in client.get(f"/g/{slug}/people").text
    assert client.get(f"/g/{slug}/people/nobody/end").status_code == 404
    assert client.post(f"/g/{slug}/people/ben/promote").status_code == 404


def test_a_convener_bars_and_lifts_the_bar(client, ada, ben):
    slug = make_circle(ada, ben, admission=Admission.OPEN)
    sign_in_as(client, ada)
    bar = f"/g/{slug}/people/bar"
    assert client.post(bar, data={"handle": "ben"}).status_code == 422
    assert client.post(bar, data={"handle": "ada", "because": "Me."}).status_code == 422
    assert client.post(bar, data={"handle": "ben", "because": "Other side."}).status_code == 303
    assert "Other side." in client.get(f"/g/{slug}/people").text
    sign_in_as(client, ben)
    page = client.get(f"/g/{slug}").text
    assert "not open to you" in page
    assert "Other side." not in page
    sign_in_as(client, ada)
    client.post(f"/g/{slug}/people/ben/lift-bar")
    sign_in_as(client, ben)
    assert client.post(f"/g/{slug}/join").status_code == 303


def test_conveners_hand_over(client, ada, ben):
    slug = make_circle(ada, ben)
    sign_in_as(client, ada)
    assert client.post(f"/g/{slug}/leave").status_code == 403
    client.post(f"/g/{slug}/people/ada/remove")
    assert "A convener is not taken out" in client.get(f"/g/{slug}/people").text
    client.post(f"/g/{slug}/people/ben/name-convener")
    assert client.post(f"/g/{slug}/people/ada/end-convening").location == f"/g/{slug}"
    assert client.get(f"/g/{slug}/people").status_code == 404
    sign_in_as(client, ben)
    assert client.get(f"/g/{slug}/people").status_code == 200


def test_a_convener_changes_the_circle(client, ada):
    slug = make_circle(ada, name="Strategy")
    make_circle(ada, name="Other")
    sign_in_as(client, ada)
    settings = f"/g/{slug}/settings"
    assert "Strategy" in client.get(settings).text
    taken = client.post(settings, data={"name": "Other", "admission": "open"})
    assert taken.status_code == 422
    assert "group with this name" in taken.text
    data = {"name": "Strategies", "admission": "open", "about": "Now open."}
    assert client.post(settings, data=data).location == f"/g/{slug}"
    assert "Now open." in client.get(f"/g/{slug}").text


def test_a_convener_makes_a_category_of_the_circle(client, ada, ben):
    slug = make_circle(ada, ben, name="Strategy")
    sign_in_as(client, ada)
    new = f"/g/{slug}/categories/new"
    assert client.get(new).status_code == 200
    assert client.post(new, data={"name": "", "colour": "teal", "level": "3"}).status_code == 422
    data = {"name": "Our notes", "colour": "teal", "level": "2", "reactions": "counted"}
    assert client.post(new, data=data).location == f"/g/{slug}"
    category = db.session.query(Category).filter_by(name="Our notes").one()
    edit = f"/g/{slug}/categories/{category.id}"
    assert 'value="Our notes"' in client.get(edit).text
    assert client.post(edit, data={**data, "name": "Papers"}).location == f"/g/{slug}"
    assert "Papers" in client.get(f"/g/{slug}").text
    make_thread(make_own_category(slug, ada, "Second"), person(ada), title="Only among ourselves")
    sign_in_as(client, ben)
    page = client.get(f"/g/{slug}").text
    assert "its own: read and reply" in page
    assert client.get(edit).status_code == 404
    sign_in_as(client, make_member("carl"))
    assert "Papers" not in client.get(f"/g/{slug}").text


def test_hidden_and_missing_circles_answer_alike(client, ada, ben):
    hidden = make_circle(ada, name="Whispers", is_hidden=True)
    barred = make_circle(ada, name="Murmurs", is_hidden=True)
    fay, hana = make_member("fay", role=Role.FACILITATOR), make_member("hana", role=Role.HOST)
    for reader in (ben, fay, hana):
        sign_in_as(client, reader)
        for path in ("", "/people", "/settings", "/categories/new", "/people/ada/end"):
            pages = [client.get(f"/g/{slug}{path}") for slug in (hidden, barred, "circle-0123")]
            assert {page.status_code for page in pages} == {404}
            assert len({plain(page.text) for page in pages}) == 1
        for path in ("/join", "/ask", "/accept", "/leave", "/people/invite"):
            assert client.post(f"/g/{hidden}{path}").status_code == 404
        for address in ("/g", "/u/ada", "/categories", "/for-you"):
            assert "Whispers" not in client.get(address).text
