"""Who can do what here: in words, and for each reader only what they may see."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Level, Role
from forum.kernel.errors import NotFound
from forum.moderation.queries.permissions import who_can
from tests.builders.accounts import make_group, make_member, make_person, person, sign_in_as
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_category
from tests.builders.held import let_wait
from tests.builders.moderation import Place, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def names(reader) -> list[str]:
    return [one.card.name for one in who_can(person(reader)).categories]


def test_each_reader_finds_the_categories_that_they_see(place: Place) -> None:
    assert names(place.outsider) == ["Open"]
    assert names(place.insider) == names(place.facilitator) == ["Hidden", "Open"]
    hidden = who_can(person(place.insider)).categories[0]
    assert hidden.starters == ("Insiders",)
    assert [member.handle for member in hidden.facilitators] == ["own"]
    assert hidden.own == "read, reply and start threads"


def test_groups_are_named_to_those_in_them_and_to_hosts(place: Place) -> None:
    group = make_group("Quiet helpers", place.insider)
    make_category("Mixed", levels={group: Level.START})
    assert who_can(person(place.facilitator)).categories[-1].readers == ()
    assert who_can(person(place.insider)).categories[-1].readers == ("Quiet helpers",)


def test_hidden_circles_appear_nowhere(client: FlaskClient, place: Place) -> None:
    slug = make_circle(place.insider, place.other, name="Nightingales", is_hidden=True)
    make_own_category(slug, place.insider, "Nest")
    for reader in (place.outsider, place.facilitator, make_member("hanna", role=Role.HOST)):
        sign_in_as(client, reader)
        page = client.get("/who-can-do-what").text
        assert "Nightingales" not in page
        assert "Nest" not in page
    sign_in_as(client, place.other)
    assert "Nest" in client.get("/who-can-do-what").text


def test_what_waits_and_what_needs_two_is_said(client: FlaskClient, place: Place) -> None:
    let_wait(place.open)
    sign_in_as(client, place.outsider)
    page = client.get("/who-can-do-what").text
    assert "of everybody wait until a facilitator publishes them." in page
    assert "The removal of a member: two facilitators of the community." in page
    assert "Nobody must have a second factor" in page
    for address in ("/rules", "/about", f"/c/{place.open.slug}/{place.open.id}"):
        assert "/who-can-do-what" in client.get(address).text


def test_guests_meet_no_such_page(place: Place) -> None:
    with pytest.raises(NotFound):
        who_can(make_person("gail", role=Role.GUEST))
