"""Dismissing lists on their pages."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import NewWindow
from forum.discussion.models import Dismissal
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_thread


@pytest.fixture
def category(app: Forum) -> CategoryCard:
    """Return a category."""
    return make_category("Strategies")


@pytest.fixture
def browser(client: FlaskClient, category: CategoryCard) -> FlaskClient:
    """Return the browser of a member to whom two threads are new."""
    other = make_category("Casework")
    reader, anna = make_member("reader"), person(make_member("anna"))
    make_thread(category, anna, title="First matter")
    make_thread(other, anna, title="Second matter")
    return sign_in_as(client, reader)


def test_new_list_is_dismissed_with_a_count_and_brought_back(browser: FlaskClient) -> None:
    assert "Dismiss all new threads" in browser.get("/new").text
    answer = browser.post("/dismiss", data={"listing": "new"})
    page = browser.get(answer.location).text
    assert "2 threads are no longer new." in page
    assert "First matter" not in page
    id_ = db.session.query(Dismissal.id).scalar()
    page = browser.post(f"/dismissals/{id_}/undo", follow_redirects=True).text
    assert "First matter" in page
    assert browser.post(f"/dismissals/{id_}/undo").status_code == 404


def test_list_of_a_category_is_dismissed_alone(
    browser: FlaskClient, category: CategoryCard
) -> None:
    address = f"/c/strategies/{category.id}/l/new"
    assert f'name="category" value="{category.id}"' in browser.get(address).text
    answer = browser.post("/dismiss", data={"listing": "new", "category": str(category.id)})
    assert answer.location.startswith(f"{address}?dismissed=")
    assert "1 thread is no longer new." in browser.get(answer.location).text
    assert "Second matter" in browser.get("/new").text
    assert "First matter" not in browser.get("/new").text


def test_dismissing_an_empty_list_says_so(browser: FlaskClient) -> None:
    page = browser.post("/dismiss", data={"listing": "unread"}, follow_redirects=True).text
    assert "Nothing was unread." in page


@pytest.mark.parametrize("listing", ["", "latest", "NEW", "new\x00", "top"])
def test_other_lists_cannot_be_dismissed(browser: FlaskClient, listing: str) -> None:
    assert browser.post("/dismiss", data={"listing": listing}).status_code == 422


@pytest.mark.parametrize("wrong", ["0", "x", "-1", "99999", "9" * 40, "\x00"])
def test_category_that_does_not_exist_is_not_found(browser: FlaskClient, wrong: str) -> None:
    data = {"listing": "new", "category": wrong}
    assert browser.post("/dismiss", data=data).status_code == 404


@pytest.mark.parametrize("query", ["dismissed=1", "dismissed=x", "dismissed=" + "9" * 30])
def test_count_that_is_not_ones_own_is_not_shown(browser: FlaskClient, query: str) -> None:
    answer = browser.get(f"/new?{query}")
    assert answer.status_code == 200
    assert "no longer new" not in answer.text


def test_member_chooses_how_long_threads_are_new(browser: FlaskClient) -> None:
    page = browser.get("/preferences").text
    assert 'value="always"' in page
    browser.post("/preferences/new-threads", data={"new_window": "two-days"})
    assert db.session.query(Member.new_window).filter_by(handle="reader").scalar() is (
        NewWindow.TWO_DAYS
    )
    for wrong in ({}, {"new_window": "never"}):
        assert browser.post("/preferences/new-threads", data=wrong).status_code == 422
