"""Undo: by its opposite, while what an act left still stands."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.discussion.models import Post, Thread
from forum.kernel.db import db
from forum.moderation.models import LogEntry
from forum.moderation.undoing import NO_WAYS, SORTS, UNDOINGS
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_category, make_thread
from tests.builders.moderation import Place, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


@pytest.fixture
def thread(place: Place) -> Thread:
    return make_thread(
        place.open, person(place.insider), title="The first title", tags=("first", "one")
    )


def act(client: FlaskClient, thread: Thread, name: str, **data: str) -> None:
    form = {"because": "Good reason.", **data}
    kind, _, name = name.rpartition("/")
    if kind:
        post = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()
        address = f"/moderate/posts/{post.id}/{name}"
    else:
        address = f"/moderate/threads/{thread.id}/{name}"
    assert client.post(address, data=form).status_code == 303


def last_entry() -> LogEntry:
    db.session.expire_all()
    return db.session.query(LogEntry).order_by(LogEntry.id.desc()).first()


def undo(client: FlaskClient, entry: LogEntry, because: str = "It was a mistake."):
    return client.post(f"/moderation-log/{entry.id}/undo", data={"because": because})


STATE = (
    "title",
    "category_id",
    "closed_at",
    "archived_at",
    "pinned",
    "slow_seconds",
    "withdrawn_at",
)
OF_POST = ("author_id", "withdrawn_at", "locked_at", "is_shared")


def state_of(thread: Thread) -> tuple[object, ...]:
    db.session.expire_all()
    kept = db.session.get_one(Thread, thread.id)
    post = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()
    return (
        *(getattr(kept, name) for name in STATE),
        *(getattr(post, name) for name in OF_POST),
        [tag.name for tag in kept.tags],
        kept.has_timers,
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("close", {}),
        ("archive", {}),
        ("pin", {"where": "category"}),
        ("retitle", {"title": "Another title"}),
        ("retag", {"tags": "second"}),
        ("move", {}),
        ("slow", {"amount": "5", "unit": "minutes"}),
        ("withdraw", {}),
        ("timer", {"kind": "close", "days": "3"}),
        ("post/withdraw", {}),
        ("post/lock", {}),
        ("post/share", {}),
        ("post/notice", {}),
        ("post/owner", {"handle": "outsider"}),
    ],
)
def test_what_was_done_is_undone_and_both_stand_in_the_log(
    client: FlaskClient, place: Place, thread: Thread, name: str, data: dict[str, str]
) -> None:
    if name == "move":
        data = {"category": str(make_category().id)}
    sign_in_as(client, place.facilitator)
    before = state_of(thread)
    act(client, thread, name, **data)
    entry = last_entry()
    sign_in_as(client, place.second)
    page = client.get(f"/moderation-log/{entry.id}/undo")
    assert UNDOINGS[entry.act].button in page.text
    assert undo(client, entry, " ").status_code == 422
    assert undo(client, entry).status_code == 303
    assert state_of(thread) == before
    assert last_entry().id > entry.id
    assert last_entry().by_id == place.second.id
    again = undo(client, entry, "Kept words.")
    assert again.status_code == 409
    assert "Something was done about this since" in again.text
    assert "Kept words." in again.text


@pytest.mark.parametrize("name", ["close", "archive", "post/withdraw", "post/lock", "post/share"])
def test_an_undoing_is_undone(client: FlaskClient, place: Place, thread: Thread, name: str) -> None:
    sign_in_as(client, place.facilitator)
    act(client, thread, name)
    assert undo(client, last_entry()).status_code == 303
    assert undo(client, last_entry(), "It was right.").status_code == 303
    assert last_entry().because == "It was right."


def test_what_its_author_changed_since_stays(
    client: FlaskClient, place: Place, thread: Thread
) -> None:
    sign_in_as(client, place.facilitator)
    act(client, thread, "retitle", title="A plainer title")
    entry = last_entry()
    sign_in_as(client, place.insider)
    form = {"title": "Her own title", "tags": "first, one"}
    assert client.post(f"/t/{thread.id}/edit", data=form).status_code == 303
    sign_in_as(client, place.facilitator)
    assert undo(client, entry).status_code == 409
    assert db.session.get_one(Thread, thread.id).title == "Her own title"


def test_it_is_offered_to_who_looks_after_the_place_alone(
    client: FlaskClient, place: Place, thread: Thread
) -> None:
    sign_in_as(client, place.facilitator)
    act(client, thread, "close")
    entry = last_entry()
    address = f"/moderation-log/{entry.id}/undo"
    reading = f"/t/any/{thread.id}?page=1"
    assert "#done" in client.get(reading, follow_redirects=True).text
    for page in ("/moderation-log/full", f"/moderate/threads/{thread.id}"):
        assert address in client.get(page).text
    for member in (place.own, place.insider):
        sign_in_as(client, member)
        assert client.get(address).status_code == 404
        assert undo(client, entry).status_code == 404
        assert "#done" not in client.get(reading, follow_redirects=True).text
    assert db.session.get_one(Thread, thread.id).is_closed


def test_what_cannot_be_undone_says_why(client: FlaskClient, place: Place, thread: Thread) -> None:
    sign_in_as(client, place.facilitator)
    act(client, thread, "pin", where="category")
    act(client, thread, "unpin")
    entry = last_entry()
    page = client.get(f"/moderation-log/{entry.id}/undo").text
    assert NO_WAYS[Act.THREAD_UNPINNED] in page
    assert 'name="because"' not in page
    assert undo(client, entry).status_code == 409


def test_every_act_that_has_an_opposite_is_of_one_sort_with_it() -> None:
    assert not NO_WAYS.keys() & UNDOINGS.keys()
    together = [act for sort in SORTS for act in sort]
    assert len(together) == len(set(together))
