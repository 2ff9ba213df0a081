"""Slow mode, timers and the whole thread, on the page of a thread's acts."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.discussion.models import Post, Thread, ThreadTimer
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import sign_in_as
from tests.builders.moderation import Place, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def act(client: FlaskClient, thread: Thread, name: str, because: str = "Good reason.", **data):
    form = {"because": because, **data}
    return client.post(f"/moderate/threads/{thread.id}/{name}", data=form)


def read(client: FlaskClient, thread: Thread) -> str:
    return client.get(f"/t/any/{thread.id}?page=1", follow_redirects=True).text


def test_in_a_slow_thread_what_was_typed_too_soon_stays(client: FlaskClient, place: Place) -> None:
    thread = place.open_thread
    sign_in_as(client, place.facilitator)
    done = act(client, thread, "slow", "It grew heated.", amount="2", unit="hours")
    assert done.status_code == 303
    assert "one post every 2 hours" in read(client, thread)
    sign_in_as(client, place.other)
    page = read(client, thread)
    assert "made the thread slow" in page
    assert "You can write again" not in page
    address = f"/t/{thread.id}/reply"
    assert client.post(address, data={"body": "My first one."}).status_code == 303
    page = read(client, thread)
    assert "You can write again on" in page
    assert 'name="body"' in page, "one can go on writing a draft"
    assert "act-edit" not in page
    answer = client.post(address, data={"body": "My second one, too soon."})
    assert answer.status_code == 422
    assert "My second one, too soon." in answer.text
    assert "You can write again on" in answer.text
    [mine] = db.session.query(Post).filter_by(thread_id=thread.id, author_id=place.other.id)
    answer = client.post(f"/p/{mine.id}/edit", data={"body": "More of it.", "revision": "1"})
    assert answer.status_code == 422
    assert "More of it." in answer.text
    assert client.get(f"/p/{mine.id}/edit").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {"amount": "", "unit": "hours"},
        {"amount": "many", "unit": "hours"},
        {"amount": "999", "unit": "hours"},
        {"amount": "99999999999999999999", "unit": "hours"},
        {"amount": "3", "unit": "years"},
        {"amount": "3", "unit": "hours", "until": "2001-01-01"},
    ],
)
def test_a_pace_that_is_none_is_answered_with_a_sentence(
    client: FlaskClient, place: Place, data: dict[str, str]
) -> None:
    sign_in_as(client, place.facilitator)
    answer = act(client, place.open_thread, "slow", "Kept words.", **data)
    assert answer.status_code == 422
    assert "Kept words." in answer.text


def test_a_timer_is_shown_to_all_and_cancelled_by_page(client: FlaskClient, place: Place) -> None:
    thread = place.open_thread
    sign_in_as(client, place.facilitator)
    for data in (
        {"kind": "close", "days": "7"},
        {"kind": "move", "days": "9", "category": str(place.hidden.id)},
    ):
        assert act(client, thread, "timer", "We are done.", **data).status_code in {303, 422}
    assert act(client, thread, "timer", "", kind="remind", days="3").status_code == 303
    page = read(client, thread)
    assert "This thread will be closed, if nobody writes, 7 days after the last post" in page
    assert "You will be reminded" in page
    sign_in_as(client, place.outsider)
    page = read(client, thread)
    assert "This thread will be closed" in page
    assert "You will be reminded" not in page
    assert place.hidden.name not in page
    sign_in_as(client, place.facilitator)
    timer = db.session.query(ThreadTimer).filter_by(kind="close").one()
    assert act(client, thread, "untimer", "", timer=str(timer.id)).status_code == 422
    assert act(client, thread, "untimer", "No need.", timer=str(timer.id)).status_code == 303
    assert "This thread will be closed" not in read(client, thread)
    acts = [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]
    assert acts[0] is Act.TIMER_SET
    assert acts[-1] is Act.TIMER_CANCELLED


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "explode", "days": "3"},
        {"kind": "close"},
        {"kind": "close", "day": "2001-01-01"},
        {"kind": "close", "day": "9999-12-31"},
        {"kind": "close", "days": "-1"},
        {"kind": "close", "days": "99999999999999999999"},
        {"kind": "move", "days": "3"},
        {"kind": "move", "days": "3", "category": "999999"},
    ],
)
def test_a_timer_that_is_none_is_answered_with_a_sentence(
    client: FlaskClient, place: Place, data: dict[str, str]
) -> None:
    sign_in_as(client, place.facilitator)
    answer = act(client, place.open_thread, "timer", "Kept words.", **data)
    assert answer.status_code == 422
    assert "Kept words." in answer.text


def test_a_whole_thread_goes_and_comes_back(client: FlaskClient, place: Place) -> None:
    thread = place.open_thread
    sign_in_as(client, place.facilitator)
    assert act(client, thread, "withdraw", "It names a client.").status_code == 303
    sign_in_as(client, place.outsider)
    page = read(client, thread)
    assert "Withdrawn by a facilitator: It names a client." in page
    assert "withdrew the whole thread" in page
    sign_in_as(client, place.facilitator)
    for _ in range(2):
        assert act(client, thread, "restore", "The client agrees.").status_code == 303
    assert "Withdrawn by" not in read(client, thread)


def test_a_timer_of_the_past_is_gone_from_the_page(client: FlaskClient, place: Place) -> None:
    thread = place.open_thread
    sign_in_as(client, place.facilitator)
    tomorrow = (now() + timedelta(days=2)).date().isoformat()
    answer = act(client, thread, "timer", "Done.", kind="close", day=tomorrow, clock="14:30")
    assert answer.status_code == 303
    assert "This thread will be closed on" in read(client, thread)
