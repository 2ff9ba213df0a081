"""Signing in with a provider, as a member and as somebody who should stay outside."""

import base64
import json
import time
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select

from forum.accounts.models import Member, SignIn
from forum.accounts.openid.models import Identity
from forum.accounts.openid.provider import forget_provider
from forum.accounts.operations.invitations import invite
from forum.accounts.operations.members import deactivate_member
from forum.accounts.values import SYSTEM, Role
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.models import OutboxRow
from forum.kernel.outbox import work_off
from tests.accounts.factors.conftest import WithApp
from tests.accounts.openid.conftest import link
from tests.builders.accounts import make_member, make_person, sign_in_as
from tests.builders.mail import letters, link_in
from tests.builders.openid import (
    SECRET,
    address_out,
    come_from,
    go_through,
    way_back,
    with_state,
)
from tests.builders.pages import plain
from tests.builders.passwords import is_signed_in, make_member_with_password, type_password

OFFERS = ["accounts.offer_identity"]


@pytest.fixture
def ada(app, rogue):
    member = make_member_with_password("ada")
    link(member.id, rogue.issuer, "ada-1")
    return member


# With the real provider.


def test_member_signs_in_with_a_real_provider(client, real, configure):
    configure(real)
    ada = make_member("ada")
    link(ada.id, real, "ada")
    client.get("/unread")
    page = client.post("/login/openid")
    assert page.headers["Cache-Control"] == "no-store"
    address = address_out(page)
    assert "code_challenge_method=S256" in address
    assert SECRET not in page.text
    answer = client.get(go_through(address, "ada"))
    assert (answer.status_code, answer.location) == (303, "/unread")
    assert is_signed_in(client)
    assert db.session.query(Identity).one().last_used_at is not None


def test_real_way_back_leads_in_once_and_in_one_browser(client, app, real, configure):
    configure(real)
    link(make_member("ada").id, real, "ada")
    place = go_through(address_out(client.post("/login/openid")), "ada")
    other = app.test_client()
    assert "begun too long ago, or in another browser" in other.get(place).text
    assert not is_signed_in(other)
    kept = client.get_cookie("folkmoot").value
    assert client.get(place).status_code == 303
    client.post("/logout")
    client.set_cookie("folkmoot", kept)
    assert client.get(place).status_code == 422
    assert not is_signed_in(client)


def test_who_goes_back_at_the_real_provider_is_told_so(client, real, configure):
    configure(real)
    answer = client.get(go_through(address_out(client.post("/login/openid")), cancel=True))
    assert answer.status_code == 422
    assert "without signing in there" in answer.text


def test_member_links_and_unlinks_at_the_real_provider(client, real, configure):
    configure(real)
    ada = make_member_with_password("ada")
    type_password(client)
    place = go_through(address_out(client.post("/preferences/openid")), "ada-work")
    page = client.get(place)
    assert "ada@example.org" in page.text
    assert db.session.query(Identity).count() == 0
    assert client.post("/preferences/openid/link").location == "/preferences/openid"
    identity = db.session.query(Identity).one()
    assert (identity.member_id, identity.subject) == (ada.id, "ada-work")
    assert "has changed" in letters("ada@example.org")[-1].subject
    assert client.post("/preferences/openid/link").status_code == 422
    assert client.post(f"/preferences/openid/{identity.id}/remove").status_code == 303
    assert db.session.query(Identity).count() == 0


def test_invitation_is_accepted_with_the_real_provider(client, real, configure):
    configure(real)
    with unit_of_work():
        invited = invite(email="", note="", by=make_person(role=Role.FACILITATOR))
    address = f"/invites/{invited.secret}"
    assert "Join with Guild" in client.get(address).text
    place = go_through(address_out(client.post(f"{address}/openid")), "newt")
    assert client.get(place).location == address
    assert "newt@example.org" in client.get(address).text
    refused = client.post(address, data={"handle": "x", "name": "Newt"})
    assert refused.status_code == 422
    answer = client.post(address, data={"handle": "newt", "name": "Newt"})
    assert answer.status_code == 303
    assert is_signed_in(client)
    newt = db.session.query(Member).filter_by(handle="newt").one()
    assert newt.password_hash is None
    client.post("/logout")
    assert client.get(go_through(address_out(client.post("/login/openid")), "newt")).location == "/"
    assert is_signed_in(client)


def test_member_without_a_password_proves_with_the_real_provider(client, real, configure):
    configure(real)
    eve = make_member("eve")
    link(eve.id, real, "eve")
    sign_in_as(client, eve)
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})
    assert client.get("/second-factor").location == "/prove?next=/second-factor"
    assert "Prove it with Guild" in client.get("/prove?next=/second-factor").text
    page = client.post("/prove/openid", data={"next": "/second-factor"})
    assert "prompt=login" in address_out(page)
    answer = client.get(go_through(address_out(page), "eve"))
    assert answer.location == "/second-factor"
    assert client.get("/second-factor").status_code == 200


# With one that can be spoilt.


def test_honest_answer_lets_in(client, ada):
    assert come_from(client).location == "/"
    assert is_signed_in(client)


def _unsigned(token):
    head, body, _ = token.split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{head}.{body}."


def _signed_with_our_secret(token):
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["folkmoot", "other"], "azp": "other"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": 1_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"sub": "x" * 3_000},
        {"amr": "mfa"},
    ],
    ids=str,
)
def test_untrue_claims_let_nobody_in(client, ada, rogue, claims):
    rogue.claims = claims
    answer = come_from(client)
    assert answer.status_code == 422
    assert "could not be checked" in answer.text
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "spoil",
    [
        _unsigned,
        _signed_with_our_secret,
        lambda token: token[:-8] + "AAAAAAAA",
        lambda _: "",
        lambda _: "nonsense",
        lambda _: "..",
        lambda _: "a" * 400_000,
        lambda token: token.replace(".", "..", 1),
    ],
    ids=["none", "our secret", "cut", "empty", "nonsense", "dots", "huge", "parts"],
)
def test_spoilt_signatures_let_nobody_in(client, ada, rogue, spoil):
    rogue.spoil = spoil
    assert come_from(client).status_code == 422
    assert not is_signed_in(client)


def test_key_of_somebody_else_lets_nobody_in(client, ada, rogue):
    rogue.signer = "other_key"
    assert come_from(client).status_code == 422
    assert not is_signed_in(client)


def test_new_key_of_the_provider_is_asked_for(client, ada, rogue):
    come_from(client)
    client.post("/logout")
    rogue.key, former = rogue.other_key, rogue.key
    try:
        assert come_from(client).status_code == 303
        assert is_signed_in(client)
    finally:
        rogue.key, rogue.other_key = former, rogue.key


def test_code_that_was_used_lets_nobody_in(client, app, ada, rogue):
    place = way_back(address_out(client.post("/login/openid")))
    rogue.used.add(dict(part.split("=", 1) for part in place.partition("?")[2].split("&"))["code"])
    rogue.used |= {code.replace("%3D", "=") for code in rogue.used}
    assert client.get(place).status_code == 422
    assert not is_signed_in(client)


@pytest.mark.parametrize("changes", [{"state": "another"}, {"state": ""}, {"state": "é\x00"},
                                     {"iss": "https://elsewhere.example"}])  # fmt: skip
def test_way_back_of_somebody_else_is_refused(client, ada, rogue, changes):
    place = way_back(address_out(client.post("/login/openid")))
    assert client.get(with_state(place, **changes)).status_code == 422
    assert not is_signed_in(client)


def test_way_back_without_having_gone_is_refused(client, ada, rogue):
    for place in ("", "?code=x&state=y", "?error=access_denied", "?state=" + "x" * 5000):
        answer = client.get(f"/login/openid/back{place}")
        assert answer.status_code == 422
        assert "Please begin anew" in answer.text


def test_way_that_took_too_long_is_refused(client, ada, rogue, time_machine):
    place = way_back(address_out(client.post("/login/openid")))
    time_machine.move_to(now() + timedelta(minutes=11))
    assert client.get(place).status_code == 422


@pytest.mark.parametrize("part", [".well-known", "/token", "/jwks", "/me"])
def test_provider_that_fails_is_a_page(client, ada, rogue, part):
    rogue.broken = part
    page = client.post("/login/openid")
    answer = client.get(way_back(address_out(page))) if page.status_code == 200 else page
    assert answer.status_code in {422, 503}
    assert "That did not work" in answer.text
    assert not is_signed_in(client)


def test_provider_that_is_not_there_is_a_page(client, configure):
    configure("http://127.0.0.1:9")
    answer = client.post("/login/openid")
    assert answer.status_code == 503
    assert "does not answer right now" in answer.text


def test_provider_is_waited_for_five_seconds_at_most(client, ada, rogue):
    rogue.slow = 6
    began = time.monotonic()
    assert client.post("/login/openid").status_code == 503
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://x"},
    ],
    ids=str,
)
def test_provider_that_describes_itself_wrongly_is_not_asked(client, ada, rogue, about):
    rogue.about = about
    assert client.post("/login/openid").status_code == 422


def test_facts_about_somebody_else_are_refused(client, ada, rogue):
    rogue.facts = {"sub": "somebody-else", "email": "ada@example.org"}
    assert come_from(client).status_code == 422


def test_unknown_people_are_answered_alike_with_the_same_work(client, app, rogue, configure):
    configure(rogue.issuer, openid_letters=True)
    make_member_with_password("ada")
    answers = []
    for number, email in enumerate(["ada@example.org", "nobody@example.org"]):
        rogue.claims, rogue.facts = (
            {"sub": f"new-{number}"},
            {"email": email, "email_verified": True},
        )
        answer = come_from(app.test_client())
        waiting = db.session.scalars(select(OutboxRow.kind)).all()
        answers.append((answer.status_code, plain(answer.text), len(waiting) - number))
    assert answers[0] == answers[1]
    assert answers[0][0] == 403
    assert letters() == []
    work_off(OFFERS)
    assert [letter.to for letter in letters()] == ["ada@example.org"]


def test_unknown_person_is_linked_by_a_letter_only(client, app, rogue, configure):
    configure(rogue.issuer, openid_letters=True)
    ada = make_member_with_password("ada")
    come_from(client)
    assert not is_signed_in(client)
    assert db.session.query(Identity).count() == 0
    work_off(OFFERS)
    place = link_in(letters("ada@example.org")[0])
    elsewhere = app.test_client()
    assert "@ada" in elsewhere.get(place).text
    assert elsewhere.post(place).location == "/login"
    assert not is_signed_in(elsewhere)
    assert db.session.query(Identity).one().member_id == ada.id
    assert elsewhere.post(place).status_code == 404
    assert come_from(client).status_code == 303


@pytest.mark.parametrize("confirmed", [False, None, "false", 1, [True], {"yes": 1}])
def test_address_that_the_provider_has_not_confirmed_links_nothing(
    client, rogue, configure, confirmed
):
    configure(rogue.issuer, openid_letters=True)
    make_member_with_password("ada")
    rogue.facts = {"email": "ada@example.org", "email_verified": confirmed}
    assert come_from(client).status_code == 403
    work_off(OFFERS)
    assert letters() == []


def test_no_letter_is_sent_unless_hosts_want_it(client, rogue):
    make_member_with_password("ada")
    assert come_from(client).status_code == 403
    assert db.session.scalars(select(OutboxRow.kind)).all() == []


def test_deactivated_member_stays_outside(client, ada):
    with unit_of_work():
        deactivate_member(db.session.get(Member, ada.id), by=SYSTEM)
    answer = come_from(client)
    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_second_factor_is_asked_for(client, ada):
    with_app = WithApp(ada)
    assert come_from(client).location == "/login/second"
    assert not is_signed_in(client)
    assert client.post("/login/second", data={"code": with_app.codes[0]}).status_code == 303
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("claims", "is_trusted", "goal"),
    [
        ({"amr": ["pwd", "mfa"]}, False, "/login/second"),
        ({"amr": ["pwd"]}, True, "/login/second"),
        ({"acr": "0"}, True, "/login/second"),
        ({"amr": ["pwd", "mfa"]}, True, "/"),
        ({"acr": "phr"}, True, "/"),
    ],
)
def test_factors_elsewhere_count_where_hosts_trust_them(
    client, ada, rogue, configure, claims, is_trusted, goal
):
    configure(rogue.issuer, openid_factors=is_trusted, second_factor="everyone")
    WithApp(ada)
    rogue.claims = claims
    assert come_from(client).location == goal
    assert is_signed_in(client) is (goal == "/")


def test_factors_elsewhere_stand_for_those_that_a_role_needs(client, ada, rogue, configure):
    configure(rogue.issuer, openid_factors=True, second_factor="everyone")
    come_from(client)
    assert client.get("/latest").location == "/second-factor"
    client.post("/logout")
    rogue.claims = {"amr": ["mfa"]}
    come_from(client)
    assert client.get("/latest").status_code == 200


def test_link_needs_a_fresh_proof(client, ada, rogue):
    type_password(client)
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})
    assert client.post("/preferences/openid").status_code == 403
    assert client.get("/preferences/openid").location.startswith("/prove")
    assert client.post("/preferences/openid/link").status_code == 403
    identity = db.session.query(Identity).one()
    assert client.post(f"/preferences/openid/{identity.id}/remove").status_code == 403
    assert db.session.query(Identity).count() == 1


def test_account_of_another_member_is_not_linked(client, ada, rogue):
    make_member_with_password("eve")
    type_password(client, "eve")
    assert come_from(client, "/preferences/openid").status_code == 200
    answer = client.post("/preferences/openid/link")
    assert answer.status_code == 422
    assert "belongs to another member" in answer.text
    assert db.session.query(Identity).one().member_id == ada.id


def test_identity_of_somebody_else_is_not_removed(client, ada, rogue):
    make_member_with_password("eve")
    type_password(client, "eve")
    identity = db.session.query(Identity).one()
    hidden = client.post(f"/preferences/openid/{identity.id}/remove")
    missing = client.post("/preferences/openid/98765/remove")
    assert hidden.status_code == missing.status_code == 404
    assert plain(hidden.text) == plain(missing.text)


def test_last_way_in_is_not_removed(client, rogue):
    eve = make_member("eve")
    link(eve.id, rogue.issuer, "ada-1")
    come_from(client)
    identity = db.session.query(Identity).one()
    answer = client.post(f"/preferences/openid/{identity.id}/remove")
    assert answer.status_code == 403
    assert "no way in" in answer.text


def test_what_one_went_for_cannot_be_changed_on_the_way(client, app, ada, rogue):
    """A link that was begun by one member is not finished by another in the same browser."""
    make_member_with_password("eve")
    type_password(client, "eve")
    place = way_back(address_out(client.post("/preferences/openid")))
    cookie_of_eve = client.get_cookie("folkmoot").value
    client.post("/logout")
    client.set_cookie("folkmoot", cookie_of_eve)
    assert client.get(place).status_code == 422


def test_somebody_else_at_the_provider_proves_nothing(client, ada, rogue):
    type_password(client)
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})
    rogue.claims = {"sub": "eve-1"}
    assert come_from(client, "/prove/openid", next="/second-factor").status_code == 403
    rogue.claims = {"auth_time": int(time.time()) - 3600}
    assert come_from(client, "/prove/openid", next="/second-factor").status_code == 422
    assert client.get("/second-factor").status_code == 303
    rogue.claims = {}
    answer = come_from(client, "/prove/openid", next="//evil.example")
    assert answer.location == "/"
    assert client.get("/second-factor").status_code == 200


def test_who_has_a_second_factor_does_not_prove_with_the_provider(client, ada, rogue):
    WithApp(ada)
    sign_in_as(client, ada)
    assert client.post("/prove/openid").location == "/prove"


def test_invitation_needs_no_provider_where_hosts_say_so(client, rogue, configure):
    configure(rogue.issuer, openid_invitations=False)
    with unit_of_work():
        invited = invite(email="", note="", by=make_person(role=Role.HOST))
    assert "Join with" not in client.get(f"/invites/{invited.secret}").text
    assert client.post(f"/invites/{invited.secret}/openid").status_code == 404
    assert client.post("/invites/nobody-knows/openid").status_code == 404


def test_account_of_a_member_accepts_no_invitation(client, ada, rogue):
    with unit_of_work():
        invited = invite(email="", note="", by=make_person(role=Role.HOST))
    address = f"/invites/{invited.secret}"
    assert come_from(client, f"{address}/openid").location == address
    answer = client.post(address, data={"handle": "newt", "name": "Newt"})
    assert answer.status_code == 422
    assert db.session.query(Member).filter_by(handle="newt").count() == 0
    assert client.post(f"{address}/without-openid").location == address
    assert 'name="password"' in client.get(address).text


def test_what_was_said_for_one_invitation_does_not_open_another(client, rogue):
    host = make_person(role=Role.HOST)
    with unit_of_work():
        first, second = invite(email="", note="", by=host), invite(email="", note="", by=host)
    come_from(client, f"/invites/{first.secret}/openid")
    data = {"handle": "newt", "name": "Newt"}
    assert client.post(f"/invites/{second.secret}", data=data).status_code == 422


def test_nothing_of_it_is_there_without_a_provider(client):
    forget_provider()
    assert "openid" not in client.get("/login").text
    assert client.post("/login/openid").status_code == 404
    assert client.get("/login/openid/back?state=x").status_code == 404


def test_many_failures_end_the_attempts(client, ada, rogue):
    rogue.claims = {"nonce": "another"}
    for _ in range(30):
        come_from(client)
    answer = client.post("/login/openid")
    assert answer.status_code == 429
    assert "Please try again in" in answer.text
