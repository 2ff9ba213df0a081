"""The queue over all its kinds: claims, priorities, conflicts, counts, and what it costs."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.queue.models import QueueItem
from forum.accounts.sanctions.operations.appeals import appeal_sanction
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.sanctions.queries import get_own_sanction, sanctions_of
from forum.accounts.values import Person, Role
from forum.discussion.models import HeldPost, Post
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.outbox import OutboxRow
from forum.moderation.operations.reminding import remind_facilitators
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_reply
from tests.builders.held import let_wait, make_held, place_in_queue, send_thread
from tests.builders.labels import keep_out
from tests.builders.moderation import Place, make_flag, make_place, queued


@pytest.fixture
def place(app: Forum) -> Place:
    found = make_place()
    found.open = let_wait(found.open)
    return found


def flagged(place: Place) -> QueueItem:
    post = make_reply(place.open_thread, person(place.insider), "Asked @outsider and /t/1.")
    return queued(make_flag(post, person(place.outsider), place.rules[0]))


def waiting(place: Place, body: str = "Words that *wait*.") -> tuple[HeldPost, QueueItem]:
    held = make_held(place.open_thread, person(place.outsider), body)
    return held, place_in_queue(held)


def appealed(member: Member, *, by: Person) -> None:
    with unit_of_work():
        until = now() + timedelta(days=8)
        silence_member(member, until=until, because="Shouting.", by=by)
        (line,) = sanctions_of(member.id)
        own = get_own_sanction(line.id, member.id)
        appeal_sanction(own, "I was quoting.", member_id=member.id)


def send(client: FlaskClient, item: QueueItem, act: str = "", **data: object):
    address = f"/review/{item.id}{f'/{act}' if act else ''}"
    return client.post(address, data={"version": item.version, **data})


def test_one_page_shows_every_kind_for_few_statements(
    client: FlaskClient, place: Place, statements: list[str]
) -> None:
    for _ in range(4):
        flagged(place)
        waiting(place, "See @insider, #open and /t/1.")
    send_thread(place.open, person(place.outsider), "One to begin", "With words.", "law")
    for member in (place.outsider, place.insider):
        appealed(member, by=person(place.second))
    sign_in_as(client, place.facilitator)
    client.get("/review")
    del statements[:]
    page = client.get("/review")
    assert page.status_code == 200
    assert "New thread: One to begin" in page.text
    assert page.text.count("Flagged post</a>") == 4
    assert page.text.count("Post that waits</a>") == 5
    assert page.text.count("Appeal</a>") == 2
    assert len(statements) <= 8, "\n".join(statements)


def test_it_is_narrowed_to_a_kind_and_to_what_one_has_claimed(
    client: FlaskClient, place: Place
) -> None:
    flagged(place)
    _, item = waiting(place)
    sign_in_as(client, place.facilitator)
    assert "Flagged post</a>" not in client.get("/review?kind=held").text
    assert client.get("/review?kind=nonsense").status_code == 200
    assert "Nothing waits" in client.get("/review?mine=1").text
    assert send(client, item, "claim").status_code == 303
    assert "Post that waits</a>" in client.get("/review?mine=1").text


def test_publishing_and_refusing_from_the_queue(client: FlaskClient, place: Place) -> None:
    held, item = waiting(place)
    sign_in_as(client, place.facilitator)
    assert "<em>wait</em>" in client.get(f"/review/{item.id}").text
    assert send(client, item, outcome="publish").status_code == 303
    assert db.session.query(Post).filter_by(author_id=place.outsider.id).count() == 1
    assert "published it" in client.get(f"/review/{item.id}").text
    other, item = waiting(place)
    answer = send(client, item, outcome="refuse", because="")
    assert answer.status_code == 422
    assert "because-errors" in answer.text
    assert send(client, item, outcome="refuse", because="A name.").status_code == 303
    assert "Done already" not in client.get("/review").text
    assert held.post_id
    assert other.answer == "A name."


def test_a_stale_page_is_a_conflict_that_keeps_what_was_typed(
    client: FlaskClient, place: Place
) -> None:
    held, item = waiting(place)
    seen = item.version
    sign_in_as(client, place.second)
    send(client, item, outcome="refuse", because="Hers.")
    sign_in_as(client, place.facilitator)
    answer = send(client, item, outcome="publish", because="Mine.", version=seen)
    assert answer.status_code == 409
    for words in ("Somebody was quicker", "Sekou Ond did not publish it", "Mine."):
        assert words in answer.text
    assert held.post_id is None


@pytest.mark.parametrize(
    "data", [{"version": "x"}, {"version": ""}, {"outcome": "eat"}, {"because": "x" * 9000}]
)
def test_odd_input_is_refused_and_nothing_happens(
    client: FlaskClient, place: Place, data: dict[str, str]
) -> None:
    held, item = waiting(place)
    sign_in_as(client, place.facilitator)
    answer = send(client, item, **{"outcome": "publish", "because": "Kept.", **data})
    assert answer.status_code == 422
    assert held.is_waiting


def test_a_claim_keeps_others_out_until_it_is_taken_over_or_ends(
    client: FlaskClient, place: Place
) -> None:
    _, item = waiting(place)
    sign_in_as(client, place.facilitator)
    assert send(client, item, "claim").status_code == 303
    sign_in_as(client, place.second)
    page = client.get(f"/review/{item.id}").text
    assert "Fanny Cil has claimed this" in page
    assert "Publish it" not in page
    assert send(client, item, outcome="publish").status_code == 409
    with time_machine.travel(now() + timedelta(hours=49)):
        sign_in_as(client, place.second)
        assert "Publish it" in client.get(f"/review/{item.id}").text
    sign_in_as(client, place.second)
    assert send(client, item, "claim").status_code == 303
    page = client.get(f"/review/{item.id}").text
    assert "Sekou Ond took this over" in page
    assert send(client, item, "release").status_code == 303
    assert item.claimed_by_id is None


def test_two_who_claim_the_same_page_do_not_both_have_it(client: FlaskClient, place: Place) -> None:
    _, item = waiting(place)
    seen = item.version
    sign_in_as(client, place.facilitator)
    send(client, item, "claim")
    sign_in_as(client, place.second)
    answer = send(client, item, "claim", version=seen)
    assert answer.status_code == 409
    assert item.claimed_by_id == place.facilitator.id


def test_what_is_urgent_comes_first(client: FlaskClient, place: Place) -> None:
    first, second = flagged(place), waiting(place)[1]
    sign_in_as(client, place.facilitator)
    assert send(client, second, "priority", priority=2).status_code == 303
    assert send(client, first, "priority", priority=9).status_code == 422
    page = client.get("/review").text
    assert page.index(f'id="item-{second.id}"') < page.index(f'id="item-{first.id}"')
    assert "urgent" in page


def test_the_history_says_that_a_machine_did_it(client: FlaskClient, place: Place) -> None:
    _, item = waiting(place)
    sign_in_as(client, place.facilitator)
    words = "A machine did this: it put this here: its category asks for approval"
    assert words in client.get(f"/review/{item.id}").text


def test_who_flagged_neither_decides_nor_claims(client: FlaskClient, place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = queued(make_flag(post, person(place.facilitator), place.rules[0]))
    sign_in_as(client, place.facilitator)
    assert send(client, item, "claim").status_code == 403
    assert send(client, item, "priority", priority=2).status_code == 403


def test_counts_and_pages_tell_a_walled_facilitator_nothing(
    client: FlaskClient, place: Place
) -> None:
    _, item = waiting(place)
    keep_out(place.open_thread, place.facilitator, by=person(place.insider))
    sign_in_as(client, place.facilitator)
    assert "Nothing waits" in client.get("/review").text
    assert not re.search(r'Review <span class="count">', client.get("/latest").text)
    for act in ("", "claim", "release", "priority"):
        assert send(client, item, act, outcome="publish", priority=2).status_code == 404
    assert client.get(f"/review/{item.id}").status_code == 404


def letters() -> list[str]:
    rows = db.session.query(OutboxRow).filter_by(kind="mail.send").order_by(OutboxRow.id)
    return [str(row.payload) for row in rows if "queue" in str(row.payload)]


def test_facilitators_are_reminded_after_a_day_and_after_two(place: Place) -> None:
    _, item = waiting(place, "Secret words.")
    make_member("helper", role=Role.FACILITATOR)
    keep_out(place.open_thread, place.second, by=person(place.insider))
    with time_machine.travel(now() + timedelta(hours=23), tick=False), unit_of_work():
        assert remind_facilitators() == 0
    with time_machine.travel(now() + timedelta(hours=25), tick=False), unit_of_work():
        told = remind_facilitators()
        assert remind_facilitators() == 0
    sent = letters()
    assert (told, len(sent)) == (len(sent), told)
    assert not any("second@" in letter or "Secret words" in letter for letter in sent)
    assert not any("The open matter" in letter for letter in sent)
    with time_machine.travel(now() + timedelta(hours=49), tick=False), unit_of_work():
        assert remind_facilitators() == told
        assert remind_facilitators() == 0
    assert item.reminded_after == 48


def test_what_is_claimed_reminds_its_claimer_alone(place: Place) -> None:
    _, item = waiting(place)
    with unit_of_work():
        item.claimed_by_id = place.facilitator.id
        item.claimed_until = now() + timedelta(hours=48)
    with time_machine.travel(now() + timedelta(hours=25), tick=False), unit_of_work():
        assert remind_facilitators() == 1
    assert "facil@" in letters()[0]
