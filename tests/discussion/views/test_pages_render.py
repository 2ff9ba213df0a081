"""Every page of discussions can be shown."""

import pytest
from flask.testing import FlaskClient

from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/latest",
        "/new",
        "/unread",
        "/unanswered",
        "/top",
        "/top?period=week",
        "/top?period=all",
        "/categories",
        "/c/{category.slug}/{category.id}",
        "/c/{category.slug}/{category.id}/l/top",
        "/tags",
        "/tags/search?q=h",
        "/tag/housing",
        "/u/anna/activity",
        "/new-topic?category={category.slug}",
        "/t/{thread.slug}/{thread.id}/2",
        "/t/{thread.slug}/{thread.id}/reply?quote=2",
        "/t/{thread.id}/edit",
        "/p/{post.id}/edit",
        "/p/{post.id}/history",
        "/p/{post.id}/withdraw",
        "/p/{post.id}/language",
    ],
)
def test_page_is_shown(client: FlaskClient, address: str) -> None:
    anna = make_member("anna")
    category = make_category()
    thread = make_thread(category, person(anna), tags=("housing",))
    post = make_reply(thread, person(anna))
    sign_in_as(client, anna)
    answer = client.get(address.format(category=category, thread=thread, post=post))
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1 or answer.is_json
