"""Limits on sign-in, reset, invitation and search: in memory, and in Redis where there is one."""

import os
import re
import uuid

import pytest

from forum.accounts.models import Invitation
from forum.accounts.operations.invitations import invite
from forum.accounts.values import Role
from forum.kernel.db import db, unit_of_work
from forum.kernel.limits import Limiter
from tests.accounts.factors.conftest import WithApp
from tests.builders.accounts import make_member, make_person, sign_in_as
from tests.builders.mail import letters
from tests.builders.passwords import PASSWORD, make_member_with_password, type_password

WHEN = re.compile(r"Please (try again|go on) in (a minute|\d+ (minutes|hours))\.")


@pytest.fixture(params=["memory", "redis"], autouse=True)
def counting(request, app, monkeypatch):
    """Count in memory or in Redis, with keys of this test alone."""
    address = os.environ.get("FOLKMOOT_TEST_REDIS", "") if request.param == "redis" else ""
    if request.param == "redis" and not address:
        pytest.skip("no Redis: set FOLKMOOT_TEST_REDIS")
    settings = app.extensions["folkmoot_settings"].model_copy(
        update={
            "redis_url": address,
            "limit_sign_in": "3 per 15 minutes",
            "limit_letters": "2 per 1 hour",
            "limit_invitations": "2 per 1 hour",
            "limit_searches": "2 per 1 minute",
        }
    )
    counter, mine = Limiter(settings), uuid.uuid4().hex
    for name in ("hit", "test", "clear", "wait"):
        act = getattr(counter, name)
        monkeypatch.setattr(
            counter, name, lambda limit, kind, key, act=act: act(limit, f"{mine} {kind}", key)
        )
    monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)
    monkeypatch.setitem(app.extensions, "folkmoot_limiter", counter)


def test_sign_in_is_limited_and_says_until_when(client):
    make_member_with_password("ada")
    answers = [type_password(client, "ada", "wrong") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert WHEN.search(answers[-1].text)
    assert 'value="ada"' in answers[-1].text


def test_second_factor_is_limited_and_says_until_when(client):
    WithApp(make_member_with_password("ada"))
    type_password(client)
    answers = [client.post("/login/second", data={"code": "000000"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert WHEN.search(answers[-1].text)


@pytest.mark.parametrize("login", ["ada", "nobody"])
def test_reset_is_limited_for_known_and_unknown_names_alike(client, login):
    make_member_with_password("ada")
    answers = [client.post("/password-reset", data={"login": login}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert WHEN.search(answers[-1].text)
    assert f'value="{login}"' in answers[-1].text


def test_invitations_are_limited_and_keep_what_was_typed(client):
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    data = [{"email": f"new{number}@example.org", "note": "Come!"} for number in range(3)]
    answers = [client.post("/invites", data=each) for each in data]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert WHEN.search(answers[-1].text)
    assert "Come!" in answers[-1].text
    assert 'value="new2@example.org"' in answers[-1].text
    assert len(letters()) == 2


def test_sending_invitations_again_counts_as_well(client):
    fay = make_member("fay", role=Role.FACILITATOR)
    sign_in_as(client, fay)
    client.post("/invites", data={"email": "new@example.org"})
    number = db.session.query(Invitation).one().id
    answers = [client.post(f"/invites/{number}/resend").status_code for _ in range(2)]
    assert answers == [303, 429]


def test_accepting_keeps_what_was_typed_when_there_were_too_many_attempts(client):
    with unit_of_work():
        invited = invite(email="", note="", by=make_person(role=Role.HOST))
    for number in range(30):
        type_password(client, f"guessed{number}", "wrong")
    data = {"handle": "newt", "name": "Newt", "password": PASSWORD}
    answer = client.post(f"/invites/{invited.secret}", data=data)
    assert answer.status_code == 429
    assert 'value="Newt"' in answer.text
    assert WHEN.search(answer.text)
    assert client.post("/invites/dead", data=data).status_code == 429


def test_searches_are_limited_and_keep_the_words(client):
    sign_in_as(client, make_member("ada"))
    answers = [client.get("/search?q=quiet+harbour") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert 429 not in {answer.status_code for answer in answers[:2]}
    assert WHEN.search(answers[-1].text)
    assert 'value="quiet harbour"' in answers[-1].text
    other = sign_in_as(client.application.test_client(), make_member("eve"))
    assert other.get("/search?q=quiet").status_code != 429
