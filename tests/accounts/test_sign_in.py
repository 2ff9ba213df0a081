"""Signing in and out through the pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Member, SignIn
from forum.accounts.operations.members import change_role, deactivate_member
from forum.accounts.operations.sign_in import forget_what_expired
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import SYSTEM, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.secrets import hash_of
from tests.builders.accounts import make_person, sign_in_as
from tests.builders.pages import plain
from tests.builders.passwords import (
    PASSWORD,
    is_signed_in,
    make_member_with_password,
    type_password,
)


@pytest.fixture
def ada(app):
    return make_member_with_password("ada")


@pytest.mark.parametrize("login", ["ada", "ADA", " Ada ", "ada@example.org", "Ada@Example.ORG"])
def test_sign_in_with_handle_or_address(client, ada, login):
    answer = type_password(client, login)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(client)


def test_sign_in_leads_to_where_one_wanted_to_go(client, ada):
    client.get("/t/some-thread/12?page=2")
    assert type_password(client).location == "/t/some-thread/12?page=2"


def test_icons_that_a_browser_asks_for_are_not_where_one_wanted_to_go(client, ada):
    client.get("/u")
    client.get("/favicon.ico", headers={"Sec-Fetch-Dest": "image"})
    assert type_password(client).location == "/u"


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_sign_in_leads_nowhere_else(client, ada, goal):
    with client.session_transaction() as session:
        session["next"] = goal
    assert type_password(client).location == "/"


def test_unknown_name_and_wrong_password_are_answered_alike(client, ada):
    wrong = type_password(client, "ada", "not this one")
    unknown = type_password(client, "eve", "not this one")
    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong.text).replace("ada", "") == plain(unknown.text).replace("eve", "")
    assert not is_signed_in(client)


def test_unknown_name_takes_a_hash_as_well(client, ada, monkeypatch):
    checked = []

    def note(_password: str, kept: str | None) -> bool:
        checked.append(kept)
        return False

    monkeypatch.setattr("forum.accounts.views.sign_in.is_password", note)
    type_password(client, "eve")
    type_password(client, "ada")
    assert checked == [None, ada.password_hash]


def test_form_keeps_the_name_and_not_the_password(client, ada):
    answer = type_password(client, "ada", "wrong secret words")
    assert 'value="ada"' in answer.text
    assert "wrong secret words" not in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"login": "ada"},
        {"password": PASSWORD},
        {"login": "a\x00da", "password": PASSWORD},
        {"login": "x" * 100_000, "password": PASSWORD},
        {"login": "ada", "password": "y" * 100_000},
        {"login": "ada", "password": "\x00"},
        {"login": b"\xed\xa0\x80", "password": b"\xed\xa0\x80"},
    ],
)
def test_odd_input_is_refused_with_the_form(client, ada, data):
    answer = client.post("/login", data=data)
    assert answer.status_code == 422
    assert "<form" in answer.text


def test_eleventh_attempt_on_an_account_is_refused_even_with_the_password(client, ada):
    for _ in range(10):
        assert type_password(client, "ada", "guess").status_code == 422
    answer = type_password(client, "ada")
    assert answer.status_code == 429
    assert "too many attempts" in answer.text
    assert not is_signed_in(client)


def test_unknown_account_is_limited_alike(client):
    answers = [type_password(client, "eve", "guess").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_attempts_are_forgotten_when_the_owner_comes_in(client, ada):
    for _ in range(3):
        for _ in range(9):
            type_password(client, "ada", "guess")
        assert type_password(client).status_code == 303


def test_one_address_cannot_try_many_accounts(client, ada):
    for number in range(30):
        type_password(client, f"guessed{number}", "guess")
    assert type_password(client).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = client.post(
        "/login", data={"login": "ada", "password": PASSWORD}, environ_base=elsewhere
    )
    assert answer.status_code == 303


def test_addresses_of_one_household_count_together(client, ada):
    for number in range(30):
        client.post(
            "/login",
            data={"login": f"guessed{number}", "password": "guess"},
            environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"},
        )
    data = {"login": "ada", "password": PASSWORD}
    same = client.post("/login", data=data, environ_base={"REMOTE_ADDR": "2001:db8:1:2:ffff::1"})
    other = client.post("/login", data=data, environ_base={"REMOTE_ADDR": "2001:db8:1:3::1"})
    assert (same.status_code, other.status_code) == (429, 303)


def test_suspended_member_reads_until_when_and_why_after_the_right_password(client, ada):
    with unit_of_work():
        suspend_member(
            db.session.get(Member, ada.id),
            until=now() + timedelta(days=2),
            because="Threats in a thread.",
            by=make_person(role=Role.FACILITATOR),
        )
    assert "Threats" not in type_password(client, "ada", "guess").text
    answer = type_password(client)
    assert answer.status_code == 403
    assert "suspended until" in answer.text
    assert "Threats in a thread." in answer.text
    assert not is_signed_in(client)


def test_deactivated_member_reads_a_neutral_sentence(client, ada):
    with unit_of_work():
        deactivate_member(db.session.get(Member, ada.id), by=SYSTEM, because="Left in anger.")
    answer = type_password(client)
    assert answer.status_code == 403
    assert "not active" in answer.text
    assert "anger" not in answer.text


def test_placeholder_cannot_sign_in(client, ada):
    with unit_of_work():
        db.session.get(Member, ada.id).standing = Standing.PLACEHOLDER
    assert type_password(client).status_code == 422


def test_cookie_lasts_ninety_days_when_one_is_kept_signed_in(client, ada):
    answer = type_password(client, keep="y")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "Expires=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    row = db.session.scalars(select(SignIn)).one()
    assert row.expires_at - row.created_at == timedelta(days=90)


def test_cookie_ends_with_the_browser_otherwise(client, ada):
    (cookie,) = type_password(client).headers.getlist("Set-Cookie")
    assert "Expires=" not in cookie
    row = db.session.scalars(select(SignIn)).one()
    assert row.expires_at - row.created_at == timedelta(hours=24)


def test_session_begins_anew_with_the_sign_in(client, ada):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    type_password(client)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_only_a_hash_of_the_secret_is_kept(client, ada):
    type_password(client)
    with client.session_transaction() as session:
        secret = session["_user_id"]
    assert db.session.scalars(select(SignIn.token_hash)).one() == hash_of(secret)


def test_signing_in_again_ends_the_former_sign_in_of_the_browser(client, ada):
    type_password(client)
    type_password(client)
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_sign_out_ends_the_sign_in_everywhere_the_cookie_went(client, ada):
    type_password(client)
    stolen = client.get_cookie("folkmoot").value
    assert client.post("/logout").location == "/login"
    assert not is_signed_in(client)
    client.set_cookie("folkmoot", stolen)
    assert not is_signed_in(client)


def test_who_sends_a_text_after_being_signed_out_gets_it_back(client, ada):
    sent = {"body": "What I wrote all evening.", "answer-2-1": "And <here>."}
    stood = {"Referer": "http://localhost/t/tea/1"}
    answers = [
        client.post(address, data=sent, headers=stood) for address in ("/t/1/reply", "/nowhere")
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert plain(answers[0].text) == plain(answers[1].text)
    assert "What I wrote all evening.\n\nAnd &lt;here&gt;.</textarea>" in answers[0].text
    assert type_password(client).location == "/t/tea/1"


def test_signing_out_by_a_link_does_nothing(client, ada):
    type_password(client)
    assert client.get("/logout").status_code == 404
    assert is_signed_in(client)


def test_signed_in_member_is_led_on_from_the_form(client, ada):
    sign_in_as(client, ada)
    assert client.get("/login").location == "/"


def test_role_change_is_seen_at_once(client, ada):
    type_password(client)
    assert client.get("/invites").status_code == 404
    with unit_of_work():
        change_role(db.session.get(Member, ada.id), Role.FACILITATOR, by=SYSTEM)
    assert client.get("/invites").status_code == 200


def test_old_sign_ins_end_and_are_removed(client, ada, time_machine):
    type_password(client)
    time_machine.move_to(now() + timedelta(hours=25))
    assert not is_signed_in(client)
    with unit_of_work():
        forget_what_expired()
    assert db.session.scalars(select(SignIn)).all() == []


def test_form_from_before_signing_in_is_not_taken(app, client, ada):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert type_password(client).status_code == 400
        assert not is_signed_in(client)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
