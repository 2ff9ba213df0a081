"""The page on which a circle ends."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.circles.operations.ending import settle_ending
from forum.accounts.models import Group, Member
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_thread
from tests.builders.pages import plain


@pytest.fixture
def ada(client: FlaskClient) -> Member:
    """Return a convener before the screen."""
    member = make_member("ada", name="Ada")
    sign_in_as(client, member)
    return member


def test_ending_says_what_happens_and_asks_for_a_word(client: FlaskClient, ada: Member) -> None:
    slug = make_circle(ada, ben := make_member("ben"), name="Strategy")
    thread = make_thread(make_own_category(slug, ada), person(ben), title="Between us")
    page = client.get(f"/g/{slug}/end").text
    assert "For 7 days you, or another convener, can take it back" in page
    assert "becomes another" not in page
    for data, sentence in (
        ({"fate": "kept"}, "Please say that you have read it."),
        ({"fate": "until", "sure": "y"}, "Please say until which day."),
        ({"fate": "until", "sure": "y", "until": "2001-01-01"}, "This day is past"),
        ({"fate": "moved", "sure": "y", "into": "other"}, "Please choose one of these."),
        ({"sure": "y"}, "Please choose one of these."),
    ):
        refused = client.post(f"/g/{slug}/end", data=data)
        assert refused.status_code == 422
        assert sentence in refused.text
    ended = client.post(f"/g/{slug}/end", data={"fate": "kept", "sure": "y"})
    assert ended.location == f"/g/{slug}"
    page = client.get(f"/g/{slug}").text
    assert "Let the circle go on" in page
    assert "New category of the circle" not in page
    assert client.get(f"/g/{slug}/categories/new").status_code == 403
    assert client.post(f"/g/{slug}/end/take-back").status_code == 303
    assert "has ended" not in client.get(f"/g/{slug}").text
    assert client.post(f"/g/{slug}/end/take-back").status_code == 403
    client.post(f"/g/{slug}/end", data={"fate": "kept", "sure": "y"})
    sign_in_as(client, ben)
    shown = client.get(f"/g/{slug}").text
    assert "its conveners can take that back. After that it is kept" in shown
    assert "Let the circle go on" not in shown
    assert client.post(f"/g/{slug}/end/take-back").status_code == 404
    _settle(slug)
    assert client.get(f"/g/{slug}").status_code == 404
    assert "The circle Strategy has ended" in client.get("/for-you").text
    listed = client.get("/g").text
    assert "ended" in listed
    address = f"/g/{db.session.query(Group.slug).filter_by(name='Strategy').scalar()}"
    shown = client.get(address).text
    assert "This circle has ended" in shown
    assert client.get(f"/t/{thread.slug}/{thread.id}").status_code == 200
    sign_in_as(client, make_member("cleo"))
    assert "Strategy" not in client.get("/g").text
    missing = client.get("/g/nothing-here")
    assert plain(client.get(address).text) == plain(missing.text)


def test_moving_offers_fitting_circles_alone(client: FlaskClient, ada: Member) -> None:
    slug = make_circle(ada, make_member("ben"))
    make_own_category(slug, ada, "Notes")
    few = make_circle(ada, name="The few")
    make_circle(ada, make_member("dan"), name="Others")
    page = client.get(f"/g/{slug}/end").text
    assert "The few" in page
    assert ">Others" not in page
    data = {"fate": "moved", "sure": "y", "into": few}
    assert client.post(f"/g/{slug}/end", data=data).status_code == 303
    assert "become those of another circle" in client.get(f"/g/{slug}").text
    _settle(slug)
    assert "Notes" in client.get(f"/g/{few}").text


def _settle(slug: str) -> None:
    circle_id = db.session.query(Group.id).filter_by(slug=slug).scalar()
    with unit_of_work():
        settle_ending(circle_id)
