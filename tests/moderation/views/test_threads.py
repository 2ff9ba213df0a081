from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Level
from forum.discussion.models import Thread
from forum.discussion.operations.threads import pin_thread
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import Pin
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_group, person, sign_in_as
from tests.builders.discussion import hand_over, make_category, make_facilitator_of, make_thread
from tests.builders.moderation import Place, make_place
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def logged() -> list[Act]:
    return [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def act(client: FlaskClient, thread: Thread, name: str, because: str = "Good reason.", **data):
    form = {"because": because, **data}
    return client.post(f"/moderate/threads/{thread.id}/{name}", data=form)


def test_the_page_offers_what_fits_the_thread(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    address = f"/moderate/threads/{place.open_thread.id}"
    page = client.get(address).text
    for button in (
        "Close the thread",
        "Pin the thread",
        "Archive the thread",
        "Move the thread",
        "Change the title",
        "Change the tags",
    ):
        assert button in page
    assert "Reopen the thread" not in page
    assert "Unpin the thread" not in page
    act(client, place.open_thread, "close")
    assert "Reopen the thread" in client.get(address).text


def test_ids_on_the_page_are_given_once(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    page = client.get(f"/moderate/threads/{place.open_thread.id}").text
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("close", {}, Act.THREAD_CLOSED),
        ("archive", {}, Act.THREAD_ARCHIVED),
        ("pin", {"where": "everywhere"}, Act.THREAD_PINNED),
        ("pin", {"where": "category", "until": "2031-03-05"}, Act.THREAD_PINNED),
        ("retitle", {"title": "A plainer title"}, Act.THREAD_RETITLED),
        ("retag", {"tags": "rent, housing"}, Act.THREAD_RETAGGED),
    ],
)
def test_an_act_is_done_once_and_a_second_click_says_so(
    client: FlaskClient, place: Place, name: str, data: dict[str, str], expected: Act
) -> None:
    sign_in_as(client, place.facilitator)
    for _ in range(2):
        answer = act(client, place.open_thread, name, **data)
        assert answer.status_code == 303
    page = client.get(answer.location, follow_redirects=True).text
    assert "already" in page
    assert logged() == [expected]


@pytest.mark.parametrize(
    ("name", "back", "expected"),
    [
        ("close", "reopen", Act.THREAD_REOPENED),
        ("archive", "unarchive", Act.THREAD_UNARCHIVED),
        ("pin", "unpin", Act.THREAD_UNPINNED),
    ],
)
def test_what_was_done_is_undone(
    client: FlaskClient, place: Place, name: str, back: str, expected: Act
) -> None:
    sign_in_as(client, place.facilitator)
    act(client, place.open_thread, name, where="category")
    for _ in range(2):
        assert act(client, place.open_thread, back).status_code == 303
    assert logged()[1:] == [expected]


def test_the_reason_shows_in_the_thread(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    act(client, place.open_thread, "close", "All said & done.")
    sign_in_as(client, place.outsider)
    page = client.get(f"/t/the-open-matter/{place.open_thread.id}").text
    assert "All said &amp; done." in page


@pytest.mark.parametrize("because", ["", "  ", "x" * 5000, "a\x00b"])
@pytest.mark.parametrize("name", ["close", "archive", "retitle", "retag", "move", "pin"])
def test_a_missing_or_endless_reason_is_refused_at_its_field(
    client: FlaskClient, place: Place, name: str, because: str
) -> None:
    sign_in_as(client, place.facilitator)
    data = {
        "title": "A plainer title",
        "tags": "plainly",
        "category": place.hidden.id,
        "where": "category",
    }
    answer = act(client, place.open_thread, name, because, **data)
    assert answer.status_code == 422
    assert f'id="{name}-because-errors"' in answer.text
    assert logged() == []
    thread = db.session.get(Thread, place.open_thread.id)
    assert thread is not None
    assert (thread.title, thread.tags, thread.category_id) == (
        "The open matter",
        [],
        place.open.id,
    )


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("pin", "until", "2001-01-01"),
        ("pin", "until", "9999-12-31"),
        ("pin", "until", "soon"),
        ("pin", "where", "nowhere"),
        ("retitle", "title", ""),
        ("retitle", "title", "x" * 300),
        ("retag", "tags", "a,b,c,d,e,f"),
        ("retag", "tags", "<b>"),
        ("move", "category", "987654"),
        ("move", "category", "one"),
        ("move", "category", ""),
    ],
)
def test_odd_input_is_refused_at_its_field_and_the_reason_kept(
    client: FlaskClient, place: Place, name: str, field: str, value: str
) -> None:
    sign_in_as(client, place.facilitator)
    data = {"where": "category", field: value}
    answer = act(client, place.open_thread, name, "My careful reason.", **data)
    assert answer.status_code == 422
    assert f'id="{name}-{field}-errors"' in answer.text
    assert "My careful reason." in answer.text
    assert '<details class="act-form" open>' in answer.text
    assert logged() == []


def test_a_pin_ends_with_its_day(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    day = date.today() + timedelta(days=9)  # noqa: DTZ011
    act(client, place.open_thread, "pin", where="category", until=day.isoformat())
    thread = db.session.get(Thread, place.open_thread.id)
    assert thread is not None
    assert thread.pinned is Pin.CATEGORY
    assert thread.pinned_until is not None
    assert timedelta(days=8) < thread.pinned_until - now() < timedelta(days=11)


def test_a_category_facilitator_neither_pins_everywhere_nor_takes_such_a_pin(
    client: FlaskClient, place: Place
) -> None:
    sign_in_as(client, place.own)
    answer = act(client, place.hidden_thread, "pin", where="everywhere")
    assert answer.status_code == 422
    by = person(place.facilitator)
    with unit_of_work():
        thread = get_thread(place.hidden_thread.id, by=by)
        pin_thread(thread, Pin.EVERYWHERE, by=by, because="For all.")
    page = client.get(f"/moderate/threads/{place.hidden_thread.id}").text
    assert "Pin the thread" not in page
    for name in ("pin", "unpin"):
        assert act(client, place.hidden_thread, name, where="category").status_code == 422
    thread = db.session.get(Thread, place.hidden_thread.id)
    assert thread is not None
    assert thread.pinned is Pin.EVERYWHERE


def test_a_thread_moves_and_the_second_click_finds_it_there(
    client: FlaskClient, place: Place
) -> None:
    hand_over(place.hidden_thread, place.own.id)
    sign_in_as(client, place.own)
    for _ in range(2):
        answer = act(client, place.hidden_thread, "move", category=place.open.id)
        assert answer.status_code == 303
    page = client.get(answer.location, follow_redirects=True).text
    assert "stands in this category already" in page
    assert logged() == [Act.THREAD_MOVED]


def test_a_hidden_category_is_no_more_to_choose_than_an_unknown_one(
    client: FlaskClient, place: Place
) -> None:
    nobodys = make_category("Inner", levels={make_group("Circle"): Level.START})
    make_facilitator_of(place.open, place.outsider.id)
    sign_in_as(client, place.outsider)
    page = client.get(f"/moderate/threads/{place.open_thread.id}").text
    assert "Hidden" not in page
    answers = [
        act(client, place.open_thread, "move", category=id_)
        for id_ in (place.hidden.id, nobodys.id, 987_654)
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({plain(answer.text) for answer in answers}) == 1


@pytest.mark.parametrize("who", ["insider", "outsider", "own"])
def test_others_find_no_page_whether_the_thread_exists_or_not(
    client: FlaskClient, place: Place, who: str
) -> None:
    sign_in_as(client, getattr(place, who))
    known, unknown = place.open_thread.id, 987_654
    gets = [client.get(f"/moderate/threads/{id_}") for id_ in (known, unknown)]
    posts = [
        client.post(f"/moderate/threads/{id_}/close", data={"because": "No."})
        for id_ in (known, unknown)
    ]
    for answers in (gets, posts):
        assert [answer.status_code for answer in answers] == [404, 404]
        assert plain(answers[0].text) == plain(answers[1].text)
    assert logged() == []


def test_an_unknown_act_is_not_found(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    assert act(client, place.open_thread, "burn").status_code == 404


def test_a_moderators_own_thread_is_no_matter_of_moderation(
    client: FlaskClient, place: Place
) -> None:
    thread = make_thread(place.open, person(place.facilitator))
    sign_in_as(client, place.facilitator)
    act(client, thread, "retitle", title="A plainer title")
    assert logged() == []


def test_posts_with_impossible_numbers_are_not_there(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    form = {"title": "Kept title", "posts": "9" * 22, "because": "Apart."}
    answer = client.post(f"/moderate/threads/{place.open_thread.id}/split", data=form)
    assert answer.status_code == 422
    assert "Kept title" in answer.text
