import re

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.discussion.models import Post
from forum.kernel.db import db
from forum.moderation.models import ReviewItem
from forum.moderation.values import Outcome
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_reply
from tests.builders.moderation import Place, first_of, handle, make_flag, make_place, queued
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def flagged(place: Place, because: str = "It names a client.") -> ReviewItem:
    post = make_reply(place.open_thread, person(place.insider), "Some *words* of hers.")
    return make_flag(post, person(place.outsider), place.rules[0], because)


def decide(client: FlaskClient, item: ReviewItem, outcome: str, because: str = "", version=1):
    data = {"version": version, "outcome": outcome, "because": because}
    return client.post(f"/review/{queued(item).id}", data=data)


def test_the_queue_shows_post_thread_category_flags_and_acts(
    client: FlaskClient, place: Place
) -> None:
    flagged(place)
    sign_in_as(client, place.facilitator)
    page = client.get("/review").text
    for words in (
        "<em>words</em>",
        "The open matter #2",
        "Open</a>",
        "Outsider",
        "Rule 1: Keep confidences",
        "It names a client.",
        "Agree and withdraw the post",
        "Agree and keep the post",
        "Disagree",
        "Ignore",
    ):
        assert words in page


def test_agreeing_and_withdrawing_puts_the_reason_on_the_tombstone(
    client: FlaskClient, place: Place
) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    answer = decide(client, item, "withdrawn", "It named a client.")
    assert (answer.status_code, answer.location) == (303, "/review")
    assert "Nothing waits" in client.get("/review").text
    sign_in_as(client, place.other)
    page = client.get(f"/t/the-open-matter/{place.open_thread.id}").text
    assert "It named a client." in page
    assert "<em>words</em>" not in page


def test_withdrawing_without_a_reason_is_refused_at_its_field(
    client: FlaskClient, place: Place
) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    answer = decide(client, item, "withdrawn", "  ")
    assert answer.status_code == 422
    assert f'id="item-{queued(item).id}-because-errors"' in answer.text
    assert not db.session.get(Post, item.post_id).is_withdrawn


@pytest.mark.parametrize(
    ("outcome", "because", "version"),
    [
        ("eaten", "My words", 1),
        ("", "My words", 1),
        ("kept", "My words" + "x" * 5000, 1),
        ("kept", "My words\x00", 1),
        ("kept", "My words", "one"),
        ("kept", "My words", ""),
    ],
)
def test_odd_decisions_are_refused_and_nothing_typed_is_lost(
    client: FlaskClient, place: Place, outcome: str, because: str, version: object
) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    answer = decide(client, item, outcome, because, version)
    assert answer.status_code == 422
    assert "My words" in answer.text
    assert not item.is_handled


def test_an_unknown_rule_is_refused(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    data = {"version": 1, "outcome": "kept", "rule": place.rules[1].id}
    answer = client.post(f"/review/{queued(item).id}", data=data)
    assert answer.status_code == 422
    assert "rule-errors" in answer.text


def test_a_second_facilitator_gets_a_page_that_says_who_did_what(
    client: FlaskClient, place: Place
) -> None:
    item = flagged(place)
    handle(item, Outcome.DISAGREED, person(place.facilitator), "Plain words.")
    sign_in_as(client, place.second)
    answer = decide(client, item, "withdrawn", "My own reason.")
    assert answer.status_code == 409
    assert re.search(r"Fanny Cil disagreed, on \d+ \w+ \d{4}, \d\d:\d\d \w+\.", answer.text)
    assert "My own reason." in answer.text
    assert "Plain words." in answer.text
    assert not db.session.get(Post, item.post_id).is_withdrawn


def test_a_new_flag_is_shown_before_anybody_decides(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    make_flag(item.post, person(place.other), place.rules[1], "It is unkind, too.")
    sign_in_as(client, place.facilitator)
    answer = decide(client, item, "ignored", "Not serious.")
    assert answer.status_code == 409
    for words in ("Other flagged this post, on", "It is unkind, too.", "Not serious."):
        assert words in answer.text
    assert 'name="version" value="2"' in answer.text
    assert decide(client, item, "ignored", "Not serious.", version=2).status_code == 303


def test_a_double_click_is_done_already(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    for _ in range(2):
        assert decide(client, item, "kept").status_code == 303
    assert "Done already" in client.get("/review").text


def test_handled_items_are_kept_with_outcome_and_reason(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    handle(item, Outcome.KEPT, person(place.facilitator), "We talked to her.")
    sign_in_as(client, place.second)
    page = client.get("/review?status=handled").text
    assert "Fanny Cil agreed, and kept the post" in page
    assert "We talked to her." in page
    assert "Agree and withdraw" not in page
    assert "Fanny Cil" in client.get(f"/review/{queued(item).id}").text


def test_who_flagged_reads_a_sentence_instead_of_acts(client: FlaskClient, place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.facilitator), place.rules[0])
    sign_in_as(client, place.facilitator)
    page = client.get("/review").text
    assert "another facilitator decides" in page
    assert "Agree and withdraw" not in page
    assert decide(client, item, "kept").status_code == 403


@pytest.mark.parametrize("who", ["insider", "outsider"])
def test_members_find_nothing_where_facilitators_work(
    client: FlaskClient, place: Place, who: str
) -> None:
    item = flagged(place)
    member: Member = getattr(place, who)
    sign_in_as(client, member)
    for address in (
        "/review",
        f"/review/{queued(item).id}",
        "/review/987654",
        "/moderation-log/full",
    ):
        assert client.get(address).status_code == 404
    assert decide(client, item, "kept").status_code == 404
    assert 'href="/review"' not in client.get("/latest").text


def test_items_elsewhere_and_unknown_ones_answer_alike(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.own)
    answers = [client.get(f"/review/{id_}") for id_ in (queued(item).id, 987_654)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0].text) == plain(answers[1].text)
    assert decide(client, item, "kept").status_code == 404


def test_the_header_counts_what_waits_for_this_facilitator(
    client: FlaskClient, place: Place
) -> None:
    flagged(place)
    hidden = first_of(place.hidden_thread, person(place.insider))
    make_flag(hidden, person(place.other), place.rules[0])
    for who, count in ((place.facilitator, 2), (place.own, 1)):
        sign_in_as(client, who)
        page = client.get("/latest").text
        assert re.search(rf'href="/review"[^>]*>Review <span class="count">{count}</span>', page)


@pytest.mark.parametrize("who", ["outsider", "facilitator"])
def test_links_cost_a_thread_page_few_statements(
    client: FlaskClient, place: Place, who: str, statements: list[str]
) -> None:
    flagged(place)
    sign_in_as(client, getattr(place, who))
    address = f"/t/the-open-matter/{place.open_thread.id}"
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    about_flags = [statement for statement in statements if "review_items" in statement]
    # One for all posts of the page, and one for the header of those who have a queue.
    assert len(about_flags) == (2 if who == "facilitator" else 1)
    assert len(statements) <= 8


def test_reading_the_queue_changes_nothing(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    sign_in_as(client, place.facilitator)
    for address in ("/review", f"/review/{queued(item).id}", "/review?status=handled&page=3"):
        assert client.get(address).status_code == 200
    assert (queued(item).version, item.is_handled) == (1, False)


def test_flags_are_shown_as_text(client: FlaskClient, place: Place) -> None:
    flagged(place, "<img src=x onerror=alert(1)>")
    sign_in_as(client, place.facilitator)
    assert "&lt;img src=x onerror=alert(1)&gt;" in client.get("/review").text


def test_the_text_of_a_withdrawn_post_is_folded_away(client: FlaskClient, place: Place) -> None:
    item = flagged(place)
    handle(item, Outcome.WITHDRAWN, person(place.facilitator), "A name.")
    sign_in_as(client, place.second)
    page = client.get("/review?status=handled").text
    assert "This post is withdrawn." in page
    assert "Read its text" in page
