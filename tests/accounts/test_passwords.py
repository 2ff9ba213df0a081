"""Setting a new password with a link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Confirmation, Member
from forum.accounts.operations.members import deactivate_member
from forum.accounts.operations.passwords import reset_password
from forum.accounts.values import SYSTEM, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.outbox import work_off
from forum.kernel.passwords import hash_password, is_password
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain
from tests.builders.passwords import (
    PASSWORD,
    is_signed_in,
    make_member_with_password,
    type_password,
)

NEW = "seven quiet harbours"
ONLY_RESETS = ["accounts.password_reset"]


@pytest.fixture
def ada(app):
    return make_member_with_password("ada")


def ask(client, login="ada"):
    answer = client.post("/password-reset", data={"login": login})
    work_off(ONLY_RESETS)
    return answer


def get_link(client):
    ask(client)
    return link_in(letters("ada@example.org")[-1])


@pytest.mark.parametrize("login", ["ada", "ada@example.org", "ADA"])
def test_link_goes_to_the_member(client, ada, login):
    ask(client, login)
    (letter,) = letters()
    assert letter.to == "ada@example.org"
    assert "/password-reset/" in link_in(letter)


def test_known_and_unknown_names_get_the_same_answer(client, ada, statements):
    def run(login):
        statements.clear()
        answer = client.post("/password-reset", data={"login": login})
        page = client.get(answer.location)
        return answer.status_code, answer.location, plain(page.text), len(statements)

    assert run("ada") == run("nobody") == run("nobody@example.org")


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.PLACEHOLDER])
def test_no_letter_for_who_cannot_sign_in(client, ada, standing):
    with unit_of_work():
        db.session.get(Member, ada.id).standing = standing
    ask(client)
    assert letters() == []


def test_letters_are_limited_for_known_and_unknown_names_alike(client, ada):
    for login in ("ada", "nobody"):
        answers = [ask(client, login).status_code for _ in range(5)]
        assert answers == [303, 303, 303, 303, 429]
    assert len(letters()) == 4


@pytest.mark.parametrize("login", ["", "a\x00b", "x" * 90_000, b"\xff\xfe"])
def test_odd_names_break_nothing(client, login):
    assert ask(client, login).status_code in {303, 422}
    assert letters() == []


def test_new_password_holds_and_ends_every_sign_in(client, app, ada):
    elsewhere = app.test_client()
    type_password(elsewhere)
    link = get_link(client)
    assert client.get(link).status_code == 200
    answer = client.post(link, data={"password": NEW})
    assert answer.location == "/login"
    assert not is_signed_in(elsewhere)
    assert type_password(client, "ada", PASSWORD).status_code == 422
    assert type_password(client, "ada", NEW).status_code == 303
    assert "was changed" in letters("ada@example.org")[-1].subject


def test_link_works_once(client, ada):
    link = get_link(client)
    client.post(link, data={"password": NEW})
    assert client.get(link).status_code == 404
    assert client.post(link, data={"password": "another good one"}).status_code == 404
    assert is_password(NEW, db.session.get(Member, ada.id).password_hash)


def test_other_links_die_with_the_first_that_is_used(client, ada):
    first, second = get_link(client), get_link(client)
    client.post(second, data={"password": NEW})
    assert client.post(first, data={"password": "another good one"}).status_code == 404


def test_link_dies_after_two_hours(client, ada, time_machine):
    link = get_link(client)
    time_machine.move_to(now() + timedelta(hours=2, seconds=1))
    assert client.get(link).status_code == 404
    assert client.post(link, data={"password": NEW}).status_code == 404


def test_looking_does_not_use_the_link_up(client, ada):
    link = get_link(client)
    for _ in range(3):
        assert client.get(link).status_code == 200


def test_weak_password_is_refused_and_the_link_still_works(client, ada):
    link = get_link(client)
    answer = client.post(link, data={"password": "short"})
    assert answer.status_code == 422
    assert "at least 10" in answer.text
    assert 'aria-describedby="password-help password-errors"' in answer.text
    assert client.post(link, data={"password": NEW}).status_code == 303


def test_fault_does_not_write_the_secret_to_the_log(client, ada, monkeypatch, caplog):
    link = get_link(client)

    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("forum.accounts.views.passwords.reset_password", fail)
    assert client.post(link, data={"password": NEW}).status_code == 500
    assert "/password-reset/" in caplog.text
    assert link.rpartition("/")[2] not in caplog.text


@pytest.mark.parametrize("token", ["x", "é" * 100, "x" * 3000])
def test_odd_links_are_dead(client, token):
    assert client.get(f"/password-reset/{token}").status_code == 404
    answer = client.post(f"/password-reset/{token}", data={"password": NEW})
    assert answer.status_code == 404


def test_link_of_a_member_who_was_deactivated_is_dead(client, ada):
    link = get_link(client)
    with unit_of_work():
        deactivate_member(db.session.get(Member, ada.id), by=SYSTEM)
    assert client.post(link, data={"password": NEW}).status_code == 404


def test_only_a_hash_of_the_secret_is_kept(client, ada):
    secret = get_link(client).rpartition("/")[2]
    kept = db.session.scalars(select(Confirmation.token_hash)).one()
    assert secret not in kept
    with unit_of_work():
        assert reset_password(kept, hash_password(NEW)) is None


def test_secret_for_an_address_sets_no_password(client, ada):
    type_password(client)
    client.post(
        "/preferences/email", data={"email": "new@example.org", "current_password": PASSWORD}
    )
    secret = link_in(letters("new@example.org")[0]).rpartition("/")[2]
    assert client.get(f"/password-reset/{secret}").status_code == 404


def test_host_sends_a_link(client, app, ada):
    make_member_with_password("hana", role=Role.HOST)
    type_password(client, "hana")
    answer = client.post("/admin/members/ada/reset", data={"how": "mail"})
    assert answer.location == "/admin/members/ada"
    link = link_in(letters("ada@example.org")[0])
    assert app.test_client().post(link, data={"password": NEW}).status_code == 303


def test_host_never_sees_a_link_whatever_the_form_says(client, ada):
    make_member_with_password("hana", role=Role.HOST)
    type_password(client, "hana")
    for how in ("link", "mail", "", "show"):
        answer = client.post("/admin/members/ada/reset", data={"how": how})
        assert (answer.status_code, answer.location) == (303, "/admin/members/ada")
        assert "/password-reset/" not in client.get("/admin/members/ada").text
    assert {letter.to for letter in letters()} == {"ada@example.org"}


def test_member_without_an_address_is_helped_by_two_people(client, ada):
    with unit_of_work():
        row = db.session.get(Member, ada.id)
        row.email = row.email_key = None
    make_member_with_password("hana", role=Role.HOST)
    type_password(client, "hana")
    answer = client.post("/admin/members/ada/reset")
    assert answer.location == "/admin/members/ada/recovery"
    assert db.session.query(Confirmation).count() == 0


@pytest.mark.parametrize(
    "password", ["password1234", "ada@example.org1", "FolkmootFolkmoot", "qwertyuiop"]
)
def test_password_that_is_soon_guessed_is_refused_with_what_helps(client, ada, password):
    link = get_link(client)
    answer = client.post(link, data={"password": password})
    assert answer.status_code == 422
    assert "too easy to guess" in answer.text
    assert "Add another word or two." in answer.text
    assert client.post(link, data={"password": NEW}).status_code == 303


def test_dead_link_and_live_one_look_at_the_password_alike(client, ada, monkeypatch):
    looked = []

    def note(password: str, known: tuple[str, ...]) -> None:
        looked.append(password)

    monkeypatch.setattr("forum.accounts.checks.why_guessable", note)
    monkeypatch.setattr("forum.accounts.views.passwords.hash_password", lambda _: looked.append(1))
    client.post("/password-reset/dead", data={"password": NEW})
    monkeypatch.setattr("forum.accounts.views.passwords.reset_password", lambda *_: None)
    client.post(get_link(client), data={"password": NEW})
    assert looked == [NEW, 1, NEW, 1]
