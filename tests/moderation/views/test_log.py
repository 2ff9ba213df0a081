import csv
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import Role
from forum.discussion.operations.threads import close_thread, retitle_thread
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.moderation.operations.log import log_act
from forum.moderation.values import Act
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.moderation import Place, make_place


@pytest.fixture
def place(app: Forum) -> Place:
    place = make_place()
    by = person(place.facilitator)
    with unit_of_work():
        close_thread(get_thread(place.open_thread.id, by=by), by=by, because="Answered & thanked.")
        hidden = get_thread(place.hidden_thread.id, by=by)
        retitle_thread(hidden, "The circle's matter", by=by, because="It named Ms Secret.")
        until = now() + timedelta(days=3)
        silence_member(place.outsider, until=until, because="Shouted at Sam.", by=by)
    return place


SECRETS = (
    "Secret",
    "circle's matter",
    "secret matter",
    "Hidden",
    "Shouted",
    "Fanny",
    "@facil",
    "/u/",
)


def test_members_read_acts_reasons_and_counts_without_what_is_restricted(
    client: FlaskClient, place: Place
) -> None:
    sign_in_as(client, place.outsider)
    for address in ("/moderation-log", "/moderation-log?q=ms+secret", "/moderation-log?by=facil"):
        page = client.get(address).text.split("<main", 1)[1]
        for secret in SECRETS:
            assert secret not in page.replace('value="ms secret"', "")
    page = client.get("/moderation-log").text
    assert "Closed a thread" in page
    assert "Answered &amp; thanked." in page
    assert "The open matter" in page
    assert "Silenced a member" in page
    assert "The reason is not public." in page
    assert "<strong>Retitled a thread</strong>" not in page
    assert "/moderation-log/full" not in page


def test_members_inside_read_what_happened_inside(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.insider)
    page = client.get("/moderation-log").text
    assert "It named Ms Secret." in page
    assert "<strong>Retitled a thread</strong>" in page


def test_hosts_read_no_more_than_members(client: FlaskClient, place: Place) -> None:

    sign_in_as(client, make_member("hannah", role=Role.HOST))
    assert "Ms Secret" not in client.get("/moderation-log").text
    assert client.get("/moderation-log/full").status_code == 404


def test_facilitators_read_everything_in_full(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    page = client.get("/moderation-log/full").text
    for words in (
        "Fanny Cil",
        "Answered &amp; thanked.",
        "It named Ms Secret.",
        "<del>The secret matter</del>",
        "Shouted at Sam.",
        "Outsider",
        "3 entries",
    ):
        assert words in page


def test_a_category_facilitator_reads_their_category_only(
    client: FlaskClient, place: Place
) -> None:
    sign_in_as(client, place.own)
    page = client.get("/moderation-log/full").text
    assert "1 entry" in page
    assert "It named Ms Secret." in page
    assert "Shouted" not in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("act=thread_closed", 1),
        ("act=thread_moved", 0),
        ("act=nonsense", 3),
        ("q=THANKED", 1),
        ("q=thanked+secret", 0),
        ("by=@facil", 3),
        ("by=nobody", 0),
        ("act=thread_closed&q=answered&by=facil", 1),
        ("q=%00&by=%00", 3),
        ("page=nonsense", 3),
        ("page=99999999999999999999", 3),
    ],
)
def test_the_full_log_is_narrowed(
    client: FlaskClient, place: Place, query: str, count: int
) -> None:
    sign_in_as(client, place.facilitator)
    page = client.get(f"/moderation-log/full?{query}").text
    assert f"{count} {'entry' if count == 1 else 'entries'}" in page


def test_pages_keep_what_the_log_is_narrowed_to(client: FlaskClient, place: Place) -> None:
    with unit_of_work():
        for _ in range(60):
            log_act(Act.THREAD_CLOSED, by_id=None, because="Done & said.", places=[place.open.id])
    sign_in_as(client, place.facilitator)
    page = client.get("/moderation-log?act=thread_closed&q=done+%26").text
    assert 'href="/moderation-log?act=thread_closed&amp;q=done+%26&amp;page=2"' in page


def test_reasons_are_shown_as_text(client: FlaskClient, place: Place) -> None:
    with unit_of_work():
        log_act(Act.THREAD_CLOSED, by_id=None, because="<script>x</script>", places=[place.open.id])
    for who, address in (
        (place.outsider, "/moderation-log"),
        (place.facilitator, "/moderation-log/full"),
    ):
        sign_in_as(client, who)
        page = client.get(address).text
        assert "&lt;script&gt;x&lt;/script&gt;" in page
        assert "<script>x" not in page


def test_the_log_is_narrowed_by_place_member_and_days(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.facilitator)
    today = now().date()
    for query, count in (
        (f"category={place.hidden.id}", 1),
        ("category=987654", 0),
        ("member=outsider", 1),
        ("member=insider", 0),
        (f"since={today - timedelta(days=2)}&until={today + timedelta(days=2)}", 3),
        (f"since={today + timedelta(days=2)}", 0),
        (f"until={today - timedelta(days=2)}", 0),
        ("since=9999-12-31&until=0001-01-01", 3),
        ("since=soon&category=here", 3),
    ):
        page = client.get(f"/moderation-log/full?{query}").text
        assert f"{count} {'entry' if count == 1 else 'entries'}" in page, query


def test_each_takes_along_what_they_may_read(client: FlaskClient, place: Place) -> None:
    def rows(address: str) -> list[list[str]]:
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]

    sign_in_as(client, place.facilitator)
    assert len(rows("/moderation-log/full.csv")) == 3
    (one,) = rows(f"/moderation-log/full.csv?category={place.hidden.id}")
    assert "It named Ms Secret." in one
    sign_in_as(client, place.own)
    assert len(rows("/moderation-log/full.csv")) == 1
    sign_in_as(client, place.outsider)
    assert client.get("/moderation-log/full.csv").status_code == 404
    for address in ("/moderation-log.csv", f"/moderation-log.csv?category={place.hidden.id}"):
        words = str(rows(address))
        for hidden in ("Secret", "Shouted", "Fanny", "Outsider"):
            assert hidden not in words
    assert len(rows("/moderation-log.csv?by=second&member=outsider")) == 2
