"""Choosing how to follow, as a browser without scripts does it."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.following import Following
from forum.discussion.models import (
    CategoryFollowing,
    FollowingPreference,
    TagFollowing,
    Thread,
    ThreadFollowing,
)
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    return make_category("Remedies")


@pytest.fixture
def thread(category: CategoryCard) -> Thread:
    return make_thread(category, make_person(), title="Matter", tags=("housing",))


@pytest.fixture
def anna(client: FlaskClient, thread: Thread) -> Member:
    member = make_member("anna")
    sign_in_as(client, member)
    return member


def chosen(kind: type) -> list[int]:
    db.session.expire_all()
    return [row.following for row in db.session.scalars(select(kind)).all()]


def of_anna(anna: Member) -> list[int]:
    query = select(ThreadFollowing.following).where(ThreadFollowing.member_id == anna.id)
    return list(db.session.scalars(query))


def test_thread_is_followed_from_its_page(
    client: FlaskClient, thread: Thread, anna: Member
) -> None:
    address = f"/t/{thread.slug}/{thread.id}"
    assert "</span>Normal</span>" in client.get(address).text
    data = {"following": "watching", "next": f"{address}?page=1"}
    answer = client.post(f"/t/{thread.id}/following", data=data)
    assert (answer.status_code, answer.location) == (303, f"{address}?page=1")
    assert of_anna(anna) == [Following.WATCHING]
    page = client.get(address).text
    assert "You watch this thread" in page
    assert "</span>Watching</span>" in page
    client.post(f"/t/{thread.id}/following", data={"following": "usual"})
    assert of_anna(anna) == []


def test_muted_thread_leaves_the_lists_and_stays_readable(
    client: FlaskClient, thread: Thread, category: CategoryCard, anna: Member
) -> None:
    address = f"/t/{thread.slug}/{thread.id}"
    assert address in client.get("/latest").text
    client.post(f"/t/{thread.id}/following", data={"following": "muted"})
    for path in (
        "/latest",
        "/new",
        "/top?period=all",
        "/unanswered",
        f"/c/{category.slug}/{category.id}",
    ):
        assert address not in client.get(path).text, path
    assert client.get(address).status_code == 200
    assert address in client.get("/following?following=muted").text
    assert address not in client.get("/following?following=watching").text


def test_category_and_tag_are_followed_from_their_pages(
    client: FlaskClient, category: CategoryCard, anna: Member
) -> None:
    page = client.get(f"/c/{category.slug}/{category.id}").text
    assert 'value="first_post"' in page
    assert 'value="usual"' not in page
    client.post(f"/c/{category.id}/following", data={"following": "first_post"})
    client.post("/tag/housing/following", data={"following": "muted"})
    assert chosen(CategoryFollowing) == [Following.FIRST_POST]
    assert chosen(TagFollowing) == [Following.MUTED]
    assert 'value="usual"' in client.get(f"/c/{category.slug}/{category.id}").text
    assert "/t/matter/" not in client.get("/latest").text
    assert "/t/matter/" in client.get("/tag/housing").text, "it was asked for"
    client.post(f"/c/{category.id}/following", data={"following": "usual"})
    client.post("/tag/housing/following", data={"following": "usual"})
    assert chosen(CategoryFollowing) == chosen(TagFollowing) == []


@pytest.mark.parametrize("value", ["", "loud", "first_post", "4", "WATCHING", "x\x00", "muted\n"])
def test_odd_choices_for_a_thread_are_refused(
    client: FlaskClient, thread: Thread, anna: Member, value: str
) -> None:
    answer = client.post(f"/t/{thread.id}/following", data={"following": value})
    assert answer.status_code == 422
    assert of_anna(anna) == []


def test_missing_choice_and_missing_things_are_answered(
    client: FlaskClient, thread: Thread, anna: Member
) -> None:
    assert client.post(f"/t/{thread.id}/following").status_code == 422
    data = {"following": "muted"}
    assert client.post("/t/999999/following", data=data).status_code == 404
    assert client.post("/c/999999/following", data=data).status_code == 404
    assert client.post("/tag/never-used/following", data=data).status_code == 404
    assert client.post("/tag/x%00/following", data=data).status_code == 404


def test_preferences_list_what_is_followed_with_a_way_to_change_each(
    client: FlaskClient, thread: Thread, category: CategoryCard, anna: Member
) -> None:
    client.post(f"/t/{thread.id}/following", data={"following": "tracking"})
    client.post(f"/c/{category.id}/following", data={"following": "watching"})
    client.post("/tag/housing/following", data={"following": "normal"})
    page = client.get("/preferences").text
    for action in (f"/t/{thread.id}/", f"/c/{category.id}/", "/tag/housing/"):
        assert f'action="{action}following"' in page
    answer = client.post(
        f"/t/{thread.id}/following", data={"following": "usual", "next": "/preferences#following"}
    )
    assert answer.location == "/preferences#following"


def test_what_writing_brings_about_is_chosen(client: FlaskClient, anna: Member) -> None:
    data = {"when_starting": "tracking", "when_replying": "normal"}
    assert client.post("/preferences/following", data=data).status_code == 303
    (row,) = db.session.scalars(select(FollowingPreference)).all()
    assert (row.when_starting, row.when_replying) == (Following.TRACKING, Following.NORMAL)
    assert re.search(r'value="tracking" selected', client.get("/preferences").text)
    for wrong in (
        {},
        {"when_starting": "muted", "when_replying": "normal"},
        {"when_starting": "usual"},
    ):
        assert client.post("/preferences/following", data=wrong).status_code == 422


def test_list_counts_unread_posts_of_followed_threads(
    client: FlaskClient, thread: Thread, anna: Member
) -> None:
    client.get(f"/t/{thread.slug}/{thread.id}")
    make_reply(thread, make_person())
    assert re.search(r'badge-unread">unread<', client.get("/latest").text)
    client.post(f"/t/{thread.id}/following", data={"following": "tracking"})
    assert re.search(r'badge-unread">1 unread<', client.get("/latest").text)


def test_followed_threads_come_in_pages(client: FlaskClient, anna: Member) -> None:
    category = make_category()
    for _ in range(31):
        make_thread(category, person(anna))
    assert client.get("/following").text.count('class="follow-line"') == 30
    assert client.get("/following?page=2").text.count('class="follow-line"') == 1
    assert "The list ends" in client.get("/following?page=3").text
