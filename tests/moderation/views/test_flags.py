import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.moderation.models import Flag
from forum.moderation.values import Outcome
from tests.builders.accounts import person, sign_in_as
from tests.builders.discussion import make_reply
from tests.builders.moderation import Place, first_of, handle, make_flag, make_place, queued
from tests.builders.pages import plain


@pytest.fixture
def place(app: Forum) -> Place:
    return make_place()


def flags() -> list[Flag]:
    return db.session.query(Flag).all()


def post_of(place: Place):
    return first_of(place.open_thread, person(place.insider))


def test_a_member_flags_a_post_with_rule_and_reason(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.outsider)
    post = post_of(place)
    form = client.get(f"/p/{post.id}/flag")
    assert form.status_code == 200
    assert "Keep confidences" in form.text
    assert "What “Be kind” means." in form.text
    answer = client.post(
        f"/p/{post.id}/flag", data={"rule": place.rules[1].id, "because": "Unkind words."}
    )
    assert answer.status_code == 303
    assert answer.location == f"/t/the-open-matter/{place.open_thread.id}/1#post-1"
    assert [(flag.rule_id, flag.because) for flag in flags()] == [
        (place.rules[1].id, "Unkind words.")
    ]
    assert "My flags" in client.get(answer.location).text


def test_a_double_click_flags_once_and_says_so(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.outsider)
    data = {"rule": place.rules[0].id, "because": "A name."}
    for _ in range(2):
        answer = client.post(f"/p/{post_of(place).id}/flag", data=data)
        assert answer.status_code == 303
    assert len(flags()) == 1
    assert "You have flagged this post already" in client.get(answer.location).text
    assert client.get(f"/p/{post_of(place).id}/flag").location == "/my-flags"


@pytest.mark.parametrize("rule", ["", "0", "987654", "one", "-1", "1e3"])
def test_an_unknown_rule_is_refused_at_its_field(
    client: FlaskClient, place: Place, rule: str
) -> None:
    sign_in_as(client, place.outsider)
    answer = client.post(
        f"/p/{post_of(place).id}/flag", data={"rule": rule, "because": "My careful words."}
    )
    assert answer.status_code == 422
    assert 'id="rule-errors"' in answer.text
    assert "My careful words." in answer.text
    assert flags() == []


@pytest.mark.parametrize("because", ["", " \n ", "x" * 5000, "a\x00b"])
def test_a_missing_or_endless_reason_is_refused_at_its_field(
    client: FlaskClient, place: Place, because: str
) -> None:
    sign_in_as(client, place.outsider)
    answer = client.post(
        f"/p/{post_of(place).id}/flag", data={"rule": place.rules[1].id, "because": because}
    )
    assert answer.status_code == 422
    assert 'id="because-errors"' in answer.text
    assert f'value="{place.rules[1].id}" checked' in answer.text
    assert flags() == []


def test_hidden_and_unknown_posts_answer_alike(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.outsider)
    hidden = first_of(place.hidden_thread, person(place.insider))
    for ask in (client.get, client.post):
        answers = [ask(f"/p/{id_}/flag") for id_ in (hidden.id, 987_654)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert plain(answers[0].text) == plain(answers[1].text)


def test_ones_own_post_is_refused_with_a_sentence(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.insider)
    answer = client.get(f"/p/{post_of(place).id}/flag")
    assert answer.status_code == 403
    assert "You wrote this post yourself" in answer.text


def test_a_silenced_member_still_flags(client: FlaskClient, place: Place) -> None:
    member = db.session.get(Member, place.outsider.id)
    assert member is not None
    with unit_of_work():
        until = now().replace(year=2099)
        silence_member(member, until=until, because="Shouting.", by=person(place.facilitator))
    sign_in_as(client, member)
    data = {"rule": place.rules[0].id, "because": "A name."}
    assert client.post(f"/p/{post_of(place).id}/flag", data=data).status_code == 303
    assert len(flags()) == 1


def test_the_reason_is_shown_as_text(client: FlaskClient, place: Place) -> None:
    make_flag(post_of(place), person(place.outsider), place.rules[0], "<script>alert(1)</script>")
    sign_in_as(client, place.outsider)
    page = client.get("/my-flags").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_my_flags_tell_what_became_of_them(client: FlaskClient, place: Place) -> None:
    sign_in_as(client, place.outsider)
    assert "You have not flagged any post" in client.get("/my-flags").text
    item = make_flag(post_of(place), person(place.outsider), place.rules[0])
    assert "Open: no facilitator has taken it up yet." in client.get("/my-flags").text
    handle(item, Outcome.WITHDRAWN, person(place.facilitator), "It named a client.")
    page = client.get("/my-flags").text
    assert "agreed, and withdrew the post" in page
    assert "It named a client." in page
    assert place.facilitator.name not in page


def test_posts_carry_links_for_members_and_facilitators(client: FlaskClient, place: Place) -> None:
    post = make_reply(place.open_thread, person(place.insider))
    item = make_flag(post, person(place.outsider), place.rules[0])
    make_flag(post, person(place.other), place.rules[0])
    address = f"/t/the-open-matter/{place.open_thread.id}"
    sign_in_as(client, place.outsider)
    page = client.get(address).text
    assert "Flagged by you" in page
    assert f'href="/p/{post_of(place).id}/flag"' in page
    assert "2 flags" not in page
    assert "Facilitate" not in page
    sign_in_as(client, place.facilitator)
    page = client.get(address).text
    assert f'<a href="/review/{queued(item).id}">2 flags</a>' in page
    assert f"/moderate/posts/{post.id}" in page
    assert f"/moderate/threads/{place.open_thread.id}" in page


def test_the_author_sees_neither_flag_link_nor_flags(client: FlaskClient, place: Place) -> None:
    post = make_reply(place.open_thread, person(place.facilitator))
    make_flag(post, person(place.outsider), place.rules[0])
    sign_in_as(client, place.facilitator)
    page = client.get(f"/t/the-open-matter/{place.open_thread.id}").text
    assert "1 flag" not in page
    assert f"/p/{post.id}/flag" not in page


def test_without_rules_the_page_says_so(client: FlaskClient, place: Place) -> None:
    with unit_of_work():
        for rule in place.rules:
            db.session.delete(db.session.merge(rule))
    sign_in_as(client, place.outsider)
    assert "has not written down any rules" in client.get(f"/p/{post_of(place).id}/flag").text
