"""The page that takes a thread aside, and pages on which nothing of it is left."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.kernel import outbox
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.pages import plain

WORD = "zinnoberrot"


@pytest.fixture
def ada(app) -> Member:
    return make_member("ada")


@pytest.fixture
def own(ada: Member) -> CategoryCard:
    """Return a category of a circle in which ada is with ben."""
    return make_own_category(make_circle(ada, make_member("ben"), name="Strategy"), ada, "Notes")


def test_one_act_takes_a_thread_into_the_circle(
    client: FlaskClient, ada: Member, own: CategoryCard
) -> None:
    thread = make_thread(make_category(), person(ada), title=f"About {WORD}")
    cleo = make_member("cleo")
    fay = make_member("fay", role=Role.FACILITATOR)
    make_reply(thread, person(cleo), f"I know of {WORD}, @fay.")
    linking = make_thread(make_category(), person(cleo), body=f"See /t/{thread.id} too.")
    with unit_of_work():
        by = person(cleo)
        keep_bookmark(get_thread(thread.id, by=by), by=by)
    outbox.work_off()
    sign_in_as(client, ada)
    assert f"/t/{thread.id}/aside" in client.get(f"/t/{thread.slug}/{thread.id}").text
    page = client.get(f"/t/{thread.id}/aside").text
    assert "Strategy, into its category Notes: 2 people" in page
    answer = client.post(f"/t/{thread.id}/aside", data={"to": f"category-{own.id}"})
    assert answer.status_code == 303
    outbox.work_off()
    assert WORD in client.get(answer.location, follow_redirects=True).text
    places = ("/latest", "/new", "/for-you", "/notifications", "/bookmarks", "/drafts", "/tags")
    places += ("/u/ada/activity", "/u/cleo/activity", "/moderation-log", "/moderation-log/full")
    places += (f"/t/{linking.slug}/{linking.id}", "/search?q=in:title+About", "/my-flags")
    for reader in (cleo, fay):
        sign_in_as(client, reader)
        gone = client.get(f"/t/{thread.slug}/{thread.id}")
        missing = client.get(f"/t/{thread.slug}/987654")
        assert gone.status_code == 404
        assert plain(gone.text) == plain(missing.text)
        for place in places:
            assert WORD not in client.get(place, follow_redirects=True).text, place
            assert thread.slug not in client.get(place, follow_redirects=True).text, place


def test_people_are_named_with_the_same_form(
    client: FlaskClient, ada: Member, own: CategoryCard
) -> None:
    thread = make_thread(make_category(), person(ada))
    sign_in_as(client, ada)
    address = f"/t/{thread.id}/aside"
    nobody = client.post(address, data={"to": "people", "people": "@nobody", "because": "Kept."})
    assert nobody.status_code == 422
    assert "Nobody here is called @nobody" in nobody.text
    assert "Kept." in nobody.text
    none = client.post(address, data={"to": "people"})
    assert "name a circle or people" in none.text
    assert client.post(address, data={"to": "people", "people": "ben"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Thread, thread.id).is_reserved


@pytest.mark.parametrize("place", ["", "category-987654", "circle-1", "category-x", "people-2"])
def test_a_place_that_was_not_offered_is_none(
    client: FlaskClient, ada: Member, own: CategoryCard, place: str
) -> None:
    thread = make_thread(make_category(), person(ada))
    sign_in_as(client, ada)
    refused = client.post(f"/t/{thread.id}/aside", data={"to": place})
    assert refused.status_code == 422
    assert "Please choose one of these." in refused.text


def test_refusals_stand_at_the_form(client: FlaskClient, ada: Member, own: CategoryCard) -> None:
    fay = make_member("fay", role=Role.FACILITATOR)
    sign_in_as(client, fay)
    thread = make_thread(make_category(), person(ada))
    slug = make_circle(fay)
    card = make_own_category(slug, fay)
    data = {"to": f"category-{card.id}", "because": "For us."}
    refused = client.post(f"/t/{thread.id}/aside", data=data)
    assert refused.status_code == 422
    assert "nobody is put out of what they began" in refused.text
    sign_in_as(client, make_member("cleo"))
    assert client.get(f"/t/{thread.id}/aside").status_code == 403
