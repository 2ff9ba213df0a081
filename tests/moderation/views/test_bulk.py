"""One act on several threads."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.discussion.models import Thread
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.labels import keep_out
from tests.builders.moderation import Place, make_place

SEVERAL = "/moderate/several"


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def act(client: FlaskClient, name: str, *threads: Thread | int, because: str = "Tidying.", **data):
    ids = [str(one if isinstance(one, int) else one.id) for one in threads]
    form = {"act": name, "threads": ids, "because": because, **data}
    return client.post(SEVERAL, data=form)


def test_each_is_asked_and_the_page_says_what_became_of_it(
    client: FlaskClient, place: Place
) -> None:
    done, closed = (make_thread(place.open, person(place.insider)) for _ in range(2))
    walled = make_thread(place.open, person(place.insider), title="Behind a wall")
    with unit_of_work():
        by = person(place.second)
        close_thread(get_thread(closed.id, by=by), by=by, because="Closed before.")
    keep_out(walled, place.facilitator, by=person(place.insider))
    sign_in_as(client, place.facilitator)
    answer = act(client, "close", done, closed, walled, 999_999)
    assert answer.status_code == 200
    assert "1 of 4 threads" in answer.text
    assert "It was so already." in answer.text
    assert answer.text.count("There is no such thread that you look after.") == 2
    assert "Behind a wall" not in answer.text
    assert db.session.get_one(Thread, done.id).is_closed
    assert not db.session.get_one(Thread, walled.id).is_closed


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("archive", {}, Act.THREAD_ARCHIVED),
        ("tag", {"tags": "rent, housing"}, Act.THREAD_RETAGGED),
        ("withdraw", {}, Act.THREAD_WITHDRAWN),
    ],
)
def test_it_is_done_with_all_of_them_and_logged_for_each(
    client: FlaskClient, place: Place, name: str, data: dict[str, str], expected: Act
) -> None:
    threads = [make_thread(place.open, person(place.insider), tags=("old",)) for _ in range(2)]
    sign_in_as(client, place.facilitator)
    assert "2 of 2 threads" in act(client, name, *threads, **data).text
    assert [entry.act for entry in db.session.query(LogEntry)] == [expected, expected]
    if name == "tag":
        names = [tag.name for tag in db.session.get_one(Thread, threads[0].id).tags]
        assert names == ["housing", "old", "rent"]


def test_a_move_that_would_open_a_thread_to_more_is_not_done(
    client: FlaskClient, place: Place
) -> None:
    there = make_category()
    sign_in_as(client, place.facilitator)
    answer = act(client, "move", place.hidden_thread, place.open_thread, category=str(there.id))
    assert "1 of 2 threads" in answer.text
    assert db.session.get_one(Thread, place.open_thread.id).category_id == there.id
    assert db.session.get_one(Thread, place.hidden_thread.id).category_id == place.hidden.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"because": " "},
        {"act": "explode"},
        {"threads": []},
        {"threads": ["many"]},
        {"threads": ["99999999999999999999999"]},
        {"act": "tag", "tags": ""},
        {"act": "move", "category": ""},
        {"act": "move", "category": "999999"},
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence_and_all_is_kept(
    client: FlaskClient, place: Place, wrong: dict[str, object]
) -> None:
    sign_in_as(client, place.facilitator)
    form = {
        "act": "close",
        "threads": [str(place.open_thread.id)],
        "because": "Kept words.",
        "tags": "kept-tag",
        **wrong,
    }
    answer = client.post(SEVERAL, data=form)
    if form["threads"] == ["99999999999999999999999"]:
        assert "0 of 1 thread" in answer.text
        return
    assert answer.status_code == 422
    assert not db.session.get_one(Thread, place.open_thread.id).is_closed
    if "threads" not in wrong:
        assert f'value="{place.open_thread.id}" checked' in answer.text
    if "because" not in wrong:
        assert "Kept words." in answer.text


def test_it_is_offered_on_lists_of_what_one_looks_after(client: FlaskClient, place: Place) -> None:
    for member, everywhere, hidden in (
        (place.facilitator, True, True),
        (place.own, True, True),
        (place.insider, False, False),
    ):
        sign_in_as(client, member)
        assert (SEVERAL in client.get("/latest").text) is everywhere
        page = client.get(f"/c/{place.hidden.slug}/{place.hidden.id}").text
        assert (f"{SEVERAL}?category={place.hidden.id}" in page) is hidden
        answer = client.get(SEVERAL)
        assert answer.status_code == (200 if everywhere else 404)
    sign_in_as(client, place.own)
    page = client.get(SEVERAL).text
    assert place.hidden_thread.title in page
    assert place.open_thread.title not in page, "somebody else looks after it"
