"""Second factors through the pages, as a member and as somebody who should stay outside."""

import re

import pyotp
import pytest

from config import SecondFactorFor
from forum.accounts.factors.queries import factors_of, waiting_secret
from forum.accounts.factors.values import CODES
from forum.accounts.operations.passwords import change_password
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import SYSTEM, Role
from forum.kernel.clock import now
from forum.kernel.db import unit_of_work
from forum.kernel.passwords import hash_password
from tests.accounts.factors.conftest import WithApp
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.passwords import is_signed_in, make_member_with_password, type_password


@pytest.fixture
def everyone(app, monkeypatch):
    """Let everyone need a second factor."""
    settings = app.extensions["folkmoot_settings"]
    changed = settings.model_copy(update={"second_factor": SecondFactorFor.EVERYONE})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", changed)


def show_code(client, code):
    return client.post("/login/second", data={"code": code})


def test_password_alone_does_not_let_in(client, ada):
    answer = type_password(client)
    assert (answer.status_code, answer.location) == (303, "/login/second")
    assert not is_signed_in(client)


def test_code_of_the_app_lets_in_and_leads_on(client, ada):
    client.get("/unread")
    type_password(client)
    assert client.get("/login/second").status_code == 200
    answer = show_code(client, ada.code())
    assert (answer.status_code, answer.location) == (303, "/unread")
    assert is_signed_in(client)


def test_recovery_code_lets_in(client, ada):
    type_password(client)
    assert show_code(client, ada.codes[3]).status_code == 303
    assert is_signed_in(client)


def test_wrong_and_replayed_codes_are_refused_alike(client, app, ada):
    code = ada.code()
    type_password(client)
    show_code(client, code)
    other = app.test_client()
    type_password(other)
    replayed, wrong = show_code(other, code), show_code(other, "12")
    assert replayed.status_code == wrong.status_code == 422
    assert "not right, or it was used already" in replayed.text
    assert replayed.text.replace(code, "") == wrong.text.replace('value="12"', 'value=""')
    assert not is_signed_in(other)


def test_without_the_password_no_code_is_asked_for(client, ada):
    assert client.get("/login/second").location == "/login"
    assert show_code(client, ada.code()).location == "/login"
    assert not is_signed_in(client)


def test_password_holds_for_ten_minutes_only(client, ada, clock):
    type_password(client)
    clock.turn(minutes=11)
    assert show_code(client, ada.code()).location == "/login"


def test_half_a_sign_in_ends_with_a_new_password_and_a_suspension(client, ada):
    type_password(client)
    with unit_of_work():
        change_password(
            ada.member, hash_password("another one, long"), by=person(ada.member), keeping=""
        )
    assert show_code(client, ada.code()).location == "/login"


def test_suspended_members_stay_outside(client, ada, clock):
    type_password(client)
    until = now().replace(year=2030)
    with unit_of_work():
        suspend_member(ada.member, until=until, because="A while outside.", by=SYSTEM)
    assert show_code(client, ada.code()).location == "/login"


def test_forged_half_of_a_sign_in_is_worth_nothing(client, ada):
    with client.session_transaction() as session:
        session["pending"] = "forged"
    assert client.get("/login/second").location == "/login"


def test_codes_are_not_guessed_for_ever(client, ada):
    type_password(client)
    for _ in range(10):
        assert show_code(client, "000000").status_code == 422
    assert show_code(client, ada.code()).status_code == 429
    assert not is_signed_in(client)


def test_app_is_set_up_with_its_first_code(client, clock):
    ben = make_member_with_password("ben")
    sign_in_as(client, ben)
    page = client.post("/second-factor/app")
    assert "<svg" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.post("/second-factor/app/confirm", data={"code": "1"}).status_code == 422
    secret = waiting_secret(ben.id)

    page = client.post("/second-factor/app/confirm", data={"code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<code>(r[\w-]+)</code>", page.text)
    assert len(codes) == CODES
    assert factors_of(ben.id).has_app
    assert codes[0] not in client.get("/second-factor").text


def test_page_of_an_app_that_nobody_sets_up_leads_back(client, clock):
    sign_in_as(client, make_member("ben"))
    answer = client.post("/second-factor/app/confirm", data={"code": "123456"})
    assert answer.location == "/second-factor"


def test_sensitive_pages_ask_for_a_proof_after_a_while(client, clock):
    ben = make_member_with_password("ben")
    sign_in_as(client, ben)
    assert client.get("/second-factor").status_code == 200
    clock.turn(minutes=20)
    assert client.get("/second-factor").location == "/prove?next=/second-factor"
    assert client.post("/second-factor/app").status_code == 403
    assert client.post("/prove", data={"password": "wrong one"}).status_code == 422
    data = {"password": "paper boat nine", "next": "/second-factor"}
    assert client.post("/prove", data=data).location == "/second-factor"
    assert client.get("/second-factor").status_code == 200


def test_who_has_a_second_factor_proves_with_it(client, ada, clock):
    sign_in_as(client, ada.member)
    clock.turn(minutes=20)
    assert client.post("/prove", data={"password": "paper boat nine"}).status_code == 422
    assert client.post("/prove", data={"code": ada.code()}).status_code == 303
    assert client.get("/second-factor").status_code == 200


def test_proof_leads_nowhere_else(client, clock):
    sign_in_as(client, make_member_with_password("ben"))
    data = {"password": "paper boat nine", "next": "https://elsewhere.example/"}
    assert client.post("/prove", data=data).location == "/"


def test_role_that_needs_a_second_factor_sets_one_up_first(client, everyone, clock):
    ben = make_member_with_password("ben")
    sign_in_as(client, ben)
    assert client.get("/latest").location == "/second-factor"
    assert client.post("/mark-all-read").location == "/second-factor"
    assert client.get("/second-factor").status_code == 200
    WithApp(ben)
    assert client.get("/latest").status_code == 200
    assert client.post("/second-factor/app/remove").status_code == 403
    assert factors_of(ben.id).has_app


def test_host_takes_second_factors_away_with_a_reason(client, ada):
    sign_in_as(client, make_member("host", role=Role.HOST))
    address = "/admin/members/ada/second-factors"
    assert client.post(address, data={"because": ""}).status_code == 422
    assert client.post(address, data={"because": "Phone lost."}).status_code == 303
    assert not factors_of(ada.member.id).is_any


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "null", "{}", '{"id": 1}', "[" * 9000, "x" * 99_999]
)
def test_answer_of_no_passkey_is_refused(client, ada, answer):
    assert client.post("/login/passkey", data={"credential": answer}).location == "/login"
    type_password(client)
    page = client.post("/login/second", data={"credential": answer, "code": ""})
    assert page.status_code == 422
    assert not is_signed_in(client)


def test_one_browser_is_signed_out_from_another(client, app, clock):
    ben = make_member_with_password("ben")
    sign_in_as(client, ben)
    other = sign_in_as(app.test_client(), ben)
    keys = re.findall(r"/preferences/sign-ins/(\w+)/end", client.get("/preferences").text)
    assert len(keys) == 1
    assert client.post(f"/preferences/sign-ins/{keys[0]}/end").status_code == 303
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_nobody_ends_the_sign_in_of_somebody_else(client, app, clock):
    ben = sign_in_as(client, make_member_with_password("ben"))
    cleo = sign_in_as(app.test_client(), make_member_with_password("cleo"))
    second = sign_in_as(app.test_client(), make_member("dora"))
    sign_in_as(second, make_member("emil"))
    page = cleo.get("/preferences").text
    assert "/sign-ins/" not in page
    assert ben.post("/preferences/sign-ins/0123456789abcdef/end").status_code == 303
    assert is_signed_in(cleo)
