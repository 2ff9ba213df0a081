import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.discussion.models import Post
from forum.kernel.db import db
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_reply
from tests.builders.moderation import Place, make_place
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


@pytest.fixture
def post(place: Place) -> Post:
    return make_reply(place.open_thread, person(place.insider), "What *she* said.")


def logged() -> list[Act]:
    return [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def act(client: FlaskClient, post: Post, name: str, because: str = "Good reason."):
    return client.post(f"/moderate/posts/{post.id}/{name}", data={"because": because})


@pytest.mark.parametrize(
    ("name", "back", "expected"),
    [
        ("withdraw", "restore", [Act.POST_WITHDRAWN, Act.POST_RESTORED]),
        ("lock", "unlock", [Act.POST_LOCKED, Act.POST_UNLOCKED]),
        ("share", "unshare", [Act.POST_SHARED, Act.POST_UNSHARED]),
    ],
)
def test_acts_are_done_once_and_undone_once(
    client: FlaskClient, place: Place, post: Post, name: str, back: str, expected: list[Act]
) -> None:
    sign_in_as(client, place.facilitator)
    for step in (name, name, back, back):
        answer = act(client, post, step)
        assert answer.status_code == 303
        assert answer.location.endswith("/2#post-2")
    assert logged() == expected


def test_a_second_click_says_that_it_is_done(client: FlaskClient, place: Place, post: Post) -> None:
    sign_in_as(client, place.facilitator)
    act(client, post, "withdraw")
    client.get("/my-flags")
    answer = act(client, post, "withdraw")
    assert "withdrawn already" in client.get(answer.location).text


@pytest.mark.parametrize("name", ["withdraw", "restore", "lock", "unlock"])
@pytest.mark.parametrize("because", ["", "x" * 5000, "a\x00b"])
def test_a_reason_is_demanded_at_its_field(
    client: FlaskClient, place: Place, post: Post, name: str, because: str
) -> None:
    sign_in_as(client, place.facilitator)
    if name in {"restore", "unlock"}:
        act(client, post, {"restore": "withdraw", "unlock": "lock"}[name])
    before = logged()
    answer = act(client, post, name, because)
    assert answer.status_code == 422
    assert f'id="{name}-because-errors"' in answer.text
    assert logged() == before


def test_the_page_shows_the_post_and_what_fits(
    client: FlaskClient, place: Place, post: Post
) -> None:
    sign_in_as(client, place.facilitator)
    address = f"/moderate/posts/{post.id}"
    page = client.get(address).text
    assert "<em>she</em>" in page
    assert "Withdraw the post" in page
    assert "Restore the post" not in page
    act(client, post, "withdraw", "It named a client.")
    page = client.get(address).text
    assert "Withdrawn: It named a client." in page
    assert "Restore the post" in page


@pytest.mark.parametrize("who", ["insider", "outsider", "own"])
def test_others_find_no_page_whether_the_post_exists_or_not(
    client: FlaskClient, place: Place, post: Post, who: str
) -> None:
    sign_in_as(client, getattr(place, who))
    answers = [client.get(f"/moderate/posts/{id_}") for id_ in (post.id, 987_654)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0].text) == plain(answers[1].text)
    assert act(client, post, "withdraw").status_code == 404
    assert logged() == []


def test_an_unknown_act_is_not_found(client: FlaskClient, place: Place, post: Post) -> None:
    sign_in_as(client, place.facilitator)
    assert act(client, post, "burn").status_code == 404
