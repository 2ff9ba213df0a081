"""Sessions that are verified once, and the secret of forms."""

from datetime import timedelta

import time_machine
from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import validate_csrf

from forum import Forum
from forum.kernel.clock import now
from forum.kernel.cookies import form_token
from tests.builders.accounts import make_member, sign_in_as


def cookie(app: Forum, values: dict[str, object]) -> str:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"folkmoot={signer.dumps(values)}"


def opened(app: Forum, sent: str) -> dict[str, object]:
    with app.test_request_context("/", headers={"Cookie": sent}):
        return dict(session)


def test_session_is_what_the_cookie_says_each_time(app: Forum) -> None:
    sent = cookie(app, {"a": "1"})
    assert opened(app, sent) == {"a": "1"}
    with app.test_request_context("/", headers={"Cookie": sent}):
        session["a"] = "2"
    assert opened(app, sent) == {"a": "1"}


def test_forged_cookie_opens_nothing_even_after_a_good_one(app: Forum) -> None:
    sent = cookie(app, {"a": "1"})
    assert opened(app, sent)
    assert opened(app, sent[:-2] + ("aa" if sent[-2:] != "aa" else "bb")) == {}


def test_cookie_ends_after_its_lifetime_though_it_was_verified(app: Forum) -> None:
    sent = cookie(app, {"a": "1"})
    assert opened(app, sent)
    with time_machine.travel(now() + timedelta(days=91)):
        assert opened(app, sent) == {}


def test_what_can_be_changed_in_its_place_is_not_shared(app: Forum) -> None:
    sent = cookie(app, {"list": [1]})
    for _ in range(2):
        with app.test_request_context("/", headers={"Cookie": sent}):
            session["list"].append(2)
            assert session["list"] == [1, 2]


def test_token_of_forms_stays_the_same_and_is_valid(app: Forum) -> None:
    sent = cookie(app, {"csrf_token": "secret"})
    tokens = set()
    for days in (0, 1):
        with (
            time_machine.travel(now() + timedelta(days=days)),
            app.test_request_context("/", headers={"Cookie": sent}),
        ):
            validate_csrf(form_token())
            tokens.add(form_token())
    assert len(tokens) == 1


def test_first_page_makes_a_secret_and_its_token(client: FlaskClient) -> None:
    sign_in_as(client, make_member("anna"))
    page = client.get("/latest").text
    with client.session_transaction() as kept:
        assert kept["csrf_token"]
    assert 'name="csrf_token" value="' in page
