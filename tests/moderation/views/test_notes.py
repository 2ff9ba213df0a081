"""Notes for facilitators, and notices above posts."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.discussion.models import PostNotice, Thread
from forum.discussion.operations.life import expire_thread
from forum.discussion.operations.splitting import merge_threads
from forum.discussion.queries.moves import lock_threads
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import LogEntry, ThreadNote
from forum.moderation.queries.notes import list_notes
from forum.moderation.values import Act
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_facilitator_of, make_thread
from tests.builders.labels import keep_out
from tests.builders.moderation import Place, first_of, make_place

WORDS = "Ada has been asked to rest, zyqqwhisper."


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def note(client: FlaskClient, thread: Thread, words: str = WORDS):
    return client.post(f"/moderate/threads/{thread.id}/notes", data={"words": words})


def read(client: FlaskClient, thread: Thread) -> str:
    return client.get(f"/t/any/{thread.id}?page=1", follow_redirects=True).text


def test_a_note_is_read_by_who_looks_after_the_place_and_may_see_the_thread(
    client: FlaskClient, place: Place
) -> None:
    thread, address = place.open_thread, f"/moderate/threads/{place.open_thread.id}/notes"
    sign_in_as(client, place.facilitator)
    assert note(client, thread).status_code == 303
    sign_in_as(client, place.second)
    assert WORDS in client.get(address).text
    assert f'{address}">Notes <span class="count">1</span>' in read(client, thread)
    for member in (place.outsider, place.own, place.insider):
        sign_in_as(client, member)
        assert client.get(address).status_code == 404
        assert note(client, thread).status_code == 404
        assert "/notes" not in read(client, thread)
        assert WORDS not in client.get("/search?q=zyqqwhisper").text
    keep_out(thread, place.second, by=person(place.facilitator))
    sign_in_as(client, place.second)
    assert client.get(address).status_code == 404
    assert db.session.query(LogEntry).count() == 0, "a note is nobody's act"


def test_only_its_author_removes_a_note_and_none_is_empty_or_endless(
    client: FlaskClient, place: Place
) -> None:
    thread = place.open_thread
    sign_in_as(client, place.facilitator)
    assert note(client, thread, "  ").status_code == 422
    answer = note(client, thread, "long " * 500)
    assert answer.status_code == 422
    assert "long long" in answer.text
    note(client, thread)
    [kept] = db.session.query(ThreadNote)
    address = f"/moderate/threads/{thread.id}/notes/{kept.id}/remove"
    sign_in_as(client, place.second)
    assert client.post(address).status_code == 404
    sign_in_as(client, place.facilitator)
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 404


def test_a_note_goes_along_but_only_to_who_was_meant(client: FlaskClient, place: Place) -> None:
    thread = make_thread(place.hidden, person(place.insider))
    sign_in_as(client, place.own)
    assert note(client, thread).status_code == 303
    elsewhere = person(place.facilitator)
    with unit_of_work():
        found = get_thread(thread.id, by=person(place.insider))
        by = person(place.facilitator)
        assert len(list_notes(found, by)) == 1
    make_facilitator_of(place.open, place.outsider.id)
    with unit_of_work():
        found = db.session.get_one(Thread, thread.id)
        found.category_id = place.open.id
    with unit_of_work():
        found = get_thread(thread.id, by=elsewhere)
        assert not list_notes(found, person(place.outsider)), "it was not written for this place"
        assert len(list_notes(found, person(place.facilitator))) == 1


def test_notes_are_carried_by_a_merge_and_gone_with_the_thread(
    client: FlaskClient, place: Place
) -> None:
    gone = make_thread(place.open, person(place.insider))
    into = make_thread(place.open, person(place.insider))
    sign_in_as(client, place.facilitator)
    note(client, gone)
    with unit_of_work():
        by = person(place.facilitator)
        lock_threads(gone.id, into.id)
        merge_threads(
            get_thread(gone.id, by=by), get_thread(into.id, by=by), by=by, because="It is one."
        )
    assert [one.thread_id for one in db.session.query(ThreadNote)] == [into.id]
    with unit_of_work():
        db.session.get_one(Thread, into.id).ends_at = now()
        expire_thread(into.id)
    assert db.session.query(ThreadNote).count() == 0


def test_a_notice_stands_above_the_post_with_who_and_when(
    client: FlaskClient, place: Place
) -> None:
    post = first_of(place.open_thread, person(place.facilitator))
    sign_in_as(client, place.facilitator)
    address = f"/moderate/posts/{post.id}"
    answer = client.post(f"{address}/notice", data={"because": "The figures were corrected."})
    assert answer.status_code == 303
    sign_in_as(client, place.outsider)
    page = read(client, place.open_thread)
    assert "The figures were corrected." in page
    assert f"{place.facilitator.name}</a>, facilitator" in page
    assert client.post(f"{address}/notice", data={"because": "Mine."}).status_code == 404
    sign_in_as(client, place.facilitator)
    too_long = client.post(f"{address}/notice", data={"because": "long " * 200})
    assert too_long.status_code == 422
    assert "long long" in too_long.text
    gone = client.post(f"{address}/unnotice", data={"because": "They are right by now."})
    assert gone.status_code == 303
    assert "The figures were" not in read(client, place.open_thread)
    assert db.session.query(PostNotice).count() == 0
    acts = [entry.act for entry in db.session.query(LogEntry).order_by(LogEntry.id)]
    assert acts == [Act.NOTICE_PUT, Act.NOTICE_REMOVED]


def test_a_post_is_made_anothers_by_page(client: FlaskClient, place: Place) -> None:
    post = first_of(place.open_thread, person(place.facilitator))
    sign_in_as(client, place.facilitator)
    address = f"/moderate/posts/{post.id}/owner"
    for handle in ("nobody-here", "", "@@"):
        answer = client.post(address, data={"handle": handle, "because": "Kept words."})
        assert answer.status_code == 422
        assert "Kept words." in answer.text
    data = {"handle": "@outsider", "because": "She wrote it for them."}
    assert client.post(address, data=data).status_code == 303
    assert "made another member the author of" in read(client, place.open_thread)
    sign_in_as(client, place.insider)
    assert "A facilitator changed whose post it is" in client.get("/notifications").text
