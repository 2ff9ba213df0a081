"""Talking first: what authors, facilitators and those who flagged find."""

import re

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import Role
from forum.discussion.models import Thread
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import ReviewItem
from forum.moderation.values import Outcome
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_reply
from tests.builders.mail import letters
from tests.builders.moderation import Place, first_of, handle, make_flag, make_place, queued
from tests.builders.notifications import told


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def flagged(place: Place) -> ReviewItem:
    post = make_reply(place.open_thread, person(place.insider), "Some words of hers.")
    return make_flag(post, person(place.outsider), place.rules[0])


def conversations() -> list[Thread]:
    return db.session.query(Thread).filter(Thread.category_id.is_(None)).all()


def talk(client: FlaskClient, item: ReviewItem, **data: str):
    form = {"title": "About a post of yours", "body": "What did you mean?", **data}
    return client.post(f"/review/{queued(item).id}/talk", data=form)


def test_a_talk_begins_and_the_flags_go_on_waiting(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.outsider)
    assert "Open: no facilitator has taken it up yet." in client.get("/my-flags").text
    sign_in_as(client, place.facilitator)
    page = client.get("/review").text
    assert page.index("Talk with the author first") < page.index("Agree and withdraw the post")
    client.post(f"/review/{queued(item).id}/claim", data={"version": queued(item).version})
    sign_in_as(client, place.outsider)
    assert "Taken: a facilitator is looking at it." in client.get("/my-flags").text
    sign_in_as(client, place.facilitator)
    form = client.get(f"/review/{queued(item).id}/talk").text
    assert f"/t/the-open-matter/{place.open_thread.id}/2" in form
    once = re.search(r'name="once" type="hidden" value="([^"]+)"', form)[1]
    for _ in range(2):
        assert talk(client, item, once=once).status_code == 303
    assert "Talk with the author once more" in client.get("/review").text
    (thread,) = conversations()
    assert not queued(item).is_settled
    sign_in_as(client, place.insider)
    assert "What did you mean?" in client.get(f"/t/{thread.slug}/{thread.id}").text
    sign_in_as(client, place.outsider)
    page = client.get("/my-flags").text
    assert "Talked: a facilitator is in conversation" in page
    assert "Fanny" not in page
    assert client.get(f"/t/{thread.slug}/{thread.id}").status_code == 404


def test_odd_talks_are_refused_and_nothing_typed_is_lost(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    for data in ({"title": " "}, {"body": "  "}, {"title": "x" * 999}):
        answer = talk(client, item, **{"body": "My careful words.", **data})
        assert answer.status_code == 422
        assert "body" in data or "My careful words." in answer.text
    assert conversations() == []


def test_who_is_involved_or_elsewhere_begins_none(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    for reader in (place.insider, place.outsider, place.own):
        sign_in_as(client, reader)
        assert talk(client, item).status_code == 404
    by = person(place.second)
    post = make_reply(place.open_thread, person(place.insider), "More words.")
    own = make_flag(post, by, place.rules[0])
    sign_in_as(client, place.second)
    assert talk(client, own).status_code == 403
    assert "Talk with the author first" not in client.get(f"/review/{queued(own).id}").text


def test_a_guest_is_not_offered_a_conversation(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    with unit_of_work():
        place.insider.role = Role.GUEST
    sign_in_as(client, place.facilitator)
    assert "Talk with the author first" not in client.get("/review").text
    assert talk(client, item).status_code == 403


def test_flaggers_are_told_that_it_is_decided_and_not_what(place: Place) -> None:
    item = flagged(place)
    handle(item, Outcome.WITHDRAWN, person(place.facilitator), "It named a client.")
    assert told(person(place.outsider)) == [(Cause.FLAG_DECIDED, None)]
    (letter,) = letters("outsider@example.org")
    assert "/my-flags" in letter.text
    for word in ("client", "open matter", "Fanny", "withdrawn"):
        assert word not in letter.text + letter.subject


def test_flags_on_messages_are_told_of_too_and_to_nobody_else(place: Place) -> None:
    writer, mate = person(place.insider), make_member("mate")
    conversation = make_conversation(writer, mate, title="Private")
    item = make_flag(first_of(conversation, person(mate)), person(mate), place.rules[0])
    handle(item, Outcome.KEPT, person(place.facilitator))
    assert (Cause.FLAG_DECIDED, None) in told(person(mate))
    assert told(person(place.outsider)) == []
