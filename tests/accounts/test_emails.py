"""Changing one's address."""

from datetime import timedelta

import pytest

from forum.accounts.models import Member
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.mail import letters, link_in
from tests.builders.passwords import PASSWORD, make_member_with_password, type_password


@pytest.fixture
def ada(client):
    member = make_member_with_password("ada")
    type_password(client)
    return member


def ask(client, email="new@example.org", password=PASSWORD):
    data = {"email": email, "current_password": password}
    return client.post("/preferences/email", data=data)


def address_of(member):
    db.session.expire_all()
    return db.session.get(Member, member.id).email


def test_address_changes_when_it_is_confirmed(client, ada):
    assert ask(client).location == "/preferences"
    assert address_of(ada) == "ada@example.org"
    link = link_in(letters("new@example.org")[0])
    assert "new@example.org" in client.get(link).text
    assert address_of(ada) == "ada@example.org"
    assert client.post(link).location == "/preferences"
    assert address_of(ada) == "new@example.org"
    assert "go elsewhere" in letters("ada@example.org")[0].subject
    assert "new@example.org" not in letters("ada@example.org")[0].text


def test_address_is_confirmed_in_another_browser(client, app, ada):
    ask(client)
    link = link_in(letters("new@example.org")[0])
    elsewhere = app.test_client()
    assert elsewhere.get(link).status_code == 200
    assert elsewhere.post(link).location == "/login"
    assert address_of(ada) == "new@example.org"


def test_link_works_once_and_for_two_days(client, ada, time_machine):
    ask(client)
    link = link_in(letters("new@example.org")[0])
    client.post(link)
    assert client.post(link).status_code == 404
    ask(client, "newer@example.org")
    late = link_in(letters("newer@example.org")[0])
    time_machine.move_to(now() + timedelta(hours=49))
    assert client.get(late).status_code == 404
    assert client.post(late).status_code == 404
    assert address_of(ada) == "new@example.org"


def test_later_wish_replaces_the_earlier_one(client, ada):
    ask(client)
    ask(client, "newer@example.org")
    assert client.post(link_in(letters("new@example.org")[0])).status_code == 404
    assert client.post(link_in(letters("newer@example.org")[0])).status_code == 303


def test_address_that_belongs_to_somebody_gets_the_same_answer_and_its_owner_is_told(client, ada):
    make_member_with_password("eve")
    free, taken = ask(client, "free@example.org"), ask(client, "EVE@example.org")
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert "EVE@example.org" in client.get("/preferences").text
    (letter,) = letters("EVE@example.org")
    assert "belongs to an account already" in letter.text
    assert "/confirm-email/" not in letter.text


def test_address_that_was_taken_meanwhile_is_not_taken_over(client, ada):
    ask(client, "eve@example.org")
    make_member_with_password("eve")
    link = link_in(letters("eve@example.org")[0])
    assert client.post(link).status_code == 404
    assert address_of(ada) == "ada@example.org"


def test_wrong_password_changes_nothing_and_keeps_what_was_typed(client, ada):
    answer = ask(client, password="guess")
    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert 'value="new@example.org"' in answer.text
    assert letters() == []


@pytest.mark.parametrize(
    "email", ["", "new", "new@", "a\x00b@example.org", "ada@example.org", "x" * 5000, "a@b c.org"]
)
def test_odd_address_is_refused(client, ada, email):
    assert ask(client, email).status_code == 422
    assert letters() == []


def test_letters_about_addresses_are_limited(client, ada):
    answers = [ask(client, f"new{number}@example.org").status_code for number in range(5)]
    assert answers == [303, 303, 303, 303, 429]


def test_guessing_the_password_here_is_limited(client, ada):
    for _ in range(30):
        ask(client, password="guess")
    answer = ask(client)
    assert answer.status_code == 422
    assert "too many attempts" in answer.text
    assert letters() == []
