import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.kernel.db import db
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_thread
from tests.builders.moderation import Place, make_place
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    place = make_place()
    make_thread(place.open, person(place.insider), tags=("rent", "c++"))
    make_thread(place.open, person(place.insider), tags=("housing",))
    return place


def logged() -> list[tuple[Act, str, str]]:
    query = db.session.query(LogEntry).order_by(LogEntry.id)
    return [(entry.act, entry.before, entry.after) for entry in query]


def rename(client: FlaskClient, tag: str, name: str, because: str = "One word for it."):
    return client.post(f"/moderate/tags/{tag}", data={"name": name, "because": because})


@pytest.mark.parametrize("name", ["flats", "housing"])
def test_a_tag_is_renamed_or_merged_once(client: FlaskClient, place: Place, name: str) -> None:
    sign_in_as(client, place.facilitator)
    assert "Rename or merge" in client.get("/moderate/tags/rent").text
    for _ in range(2):
        answer = rename(client, "rent", name)
        assert (answer.status_code, answer.location) == (303, f"/tag/{name}")
    assert "already" in client.get(answer.location).text
    assert logged() == [(Act.TAG_RENAMED, "rent", name)]


def test_tags_with_signs_in_them_have_their_page(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    assert client.get("/moderate/tags/c%2B%2B").status_code == 200


@pytest.mark.parametrize(
    ("name", "because", "field"),
    [
        ("", "My careful reason.", "name"),
        ("  ", "My careful reason.", "name"),
        ("x" * 50, "My careful reason.", "name"),
        ("<b>", "My careful reason.", "name"),
        ("a\x00b", "My careful reason.", "name"),
        ("flats", "", "because"),
        ("flats", "x" * 5000, "because"),
        ("flats", "a\x00b", "because"),
    ],
)
def test_odd_input_is_refused_at_its_field(
    client: FlaskClient, place: Place, name: str, because: str, field: str
) -> None:
    sign_in_as(client, place.facilitator)
    answer = rename(client, "rent", name, because)
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    if field == "name":
        assert because in answer.text
    assert logged() == []


@pytest.mark.parametrize("who", ["insider", "own"])
def test_others_find_no_page_whether_the_tag_exists_or_not(
    client: FlaskClient, place: Place, who: str
) -> None:
    sign_in_as(client, getattr(place, who))
    answers = [client.get(f"/moderate/tags/{name}") for name in ("rent", "nothing")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0].text) == plain(answers[1].text)
    assert rename(client, "rent", "flats").status_code == 404
    assert logged() == []


def test_an_unknown_tag_is_not_found(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    assert client.get("/moderate/tags/nothing").status_code == 404
