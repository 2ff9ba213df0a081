"""Suggestions as scripts get them."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.values import Level
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


def test_members_places_and_emoji_are_suggested(client: FlaskClient) -> None:
    anna = make_member("anna")
    make_member("ben", name="Ben Okri")
    thread = make_thread(make_category("Strategies"), person(anna), tags=("strikes",))
    sign_in_as(client, anna)
    members = client.get(f"/suggest/members?q=be&thread={thread.id}")
    assert members.json == [{"handle": "ben", "name": "Ben Okri"}]
    assert client.get("/suggest/places?q=str").json == [
        {"kind": "category", "written": "strategies", "name": "Strategies"},
        {"kind": "tag", "written": "strikes", "name": "strikes"},
    ]
    assert client.get("/suggest/emoji?q=seedl").json == [{"name": "seedling", "character": "🌱"}]


@pytest.mark.parametrize("kind", ["members", "places", "emoji"])
@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=%25", "q=" + "x" * 5000, "q[]=1", "q="])
def test_odd_words_find_little_and_break_nothing(
    client: FlaskClient, kind: str, query: str
) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.get(f"/suggest/{kind}?{query}")
    assert answer.status_code == 200
    assert isinstance(answer.json, list)


def test_thread_that_is_hidden_is_as_missing(client: FlaskClient) -> None:
    insider, outsider = make_member("insider"), make_member("outsider")
    category = make_category(levels={make_group("Circle", insider): Level.START})
    thread = make_thread(category, person(insider))
    sign_in_as(client, outsider)
    hidden = client.get(f"/suggest/members?q=&thread={thread.id}")
    missing = client.get("/suggest/members?q=&thread=99999")
    assert hidden.status_code == 404
    assert hidden.data == missing.data
