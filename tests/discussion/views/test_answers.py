"""Marked answers, as pages show and take them."""

from flask.testing import FlaskClient

from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


def test_asker_marks_the_answer_and_everyone_is_led_to_it(client: FlaskClient) -> None:
    category = make_category(takes_answers=True)
    asker, helper = make_member("asker"), make_member("helper")
    thread = make_thread(category, person(asker), title="What now?")
    reply = make_reply(thread, person(helper))
    sign_in_as(client, asker)
    page = client.get(f"/t/what-now/{thread.id}").text
    assert f'formaction="/p/{reply.id}/answer"' in page
    answer = client.post(f"/p/{reply.id}/answer", follow_redirects=True)
    assert "Post 2 is marked as the answer." in answer.text
    sign_in_as(client, helper)
    page = client.get(f"/t/what-now/{thread.id}").text
    assert f'<a href="/t/what-now/{thread.id}/2#post-2">Answered in #2</a>' in page
    assert "/answer" not in page.replace(f"/p/{reply.id}/answer/remove", "")
    assert f"/p/{reply.id}/answer" not in page
    assert ">answered</span>" in client.get("/latest").text


def test_facilitator_takes_the_mark_back(client: FlaskClient) -> None:
    category = make_category(takes_answers=True)
    asker = make_member("asker")
    thread = make_thread(category, person(asker), title="What now?")
    reply = make_reply(thread, person(asker))
    sign_in_as(client, asker)
    client.post(f"/p/{reply.id}/answer")
    sign_in_as(client, make_member("grace", role=Role.FACILITATOR))
    page = client.post(f"/p/{reply.id}/answer/remove", follow_redirects=True).text
    assert "no longer marked" in page
    assert "Answered in" not in page
    assert db.session.query(Thread.answer_number).filter_by(id=thread.id).scalar() is None


def test_page_offers_no_mark_where_the_category_takes_no_answers(client: FlaskClient) -> None:
    asker = make_member("asker")
    thread = make_thread(make_category(), person(asker), title="What now?")
    reply = make_reply(thread, person(make_member("helper")))
    sign_in_as(client, asker)
    assert "/answer" not in client.get(f"/t/what-now/{thread.id}").text
    assert client.post(f"/p/{reply.id}/answer").status_code == 403
