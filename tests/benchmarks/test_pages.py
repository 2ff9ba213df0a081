"""The benchmark's forms are those of the pages as they are today."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchmarks.browser import Answer
from benchmarks.pages import first_page, replies
from forum import Forum
from forum.discussion.models import Thread
from forum.discussion.reading import note_reading, write_noted
from forum.kernel.db import db
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread

POSTS = 25


class Reader:
    """The browser of the benchmark, without a server between."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, path: str) -> Answer:
        return _answer(self._client.get(path))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return _answer(self._client.post(path, data=fields))


def _answer(found: TestResponse) -> Answer:
    return Answer(found.status_code, found.text, len(found.data), 0)


def test_replies_are_sent_from_the_first_page_whoever_has_read_how_far(
    app: Forum, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    anna = make_member("anna")
    thread = make_thread(make_category(), person(anna))
    for number in range(2, POSTS + 1):
        make_reply(thread, person(anna), body=f"The post {number}.")
    note_reading(anna.id, thread.id, 3)
    write_noted()
    sign_in_as(client, anna)
    found = list(replies(Reader(client), first_page(thread), thread.id, 3))
    assert [answer.status for answer in found] == [303, 303, 303]
    assert db.session.get_one(Thread, thread.id).post_count == POSTS + 3
