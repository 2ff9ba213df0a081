"""How a member reads and signs in."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.events import SignInsEnded
from forum.accounts.models import Member, SignIn
from forum.accounts.operations.confirmations import new_confirmation
from forum.accounts.operations.members import deactivate_member
from forum.accounts.operations.passwords import change_password, reset_password
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.sanctions.operations.sanctions import suspend_member
from forum.accounts.values import SYSTEM, Purpose, Theme, ThreadView
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import _within
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.mail import letters
from tests.builders.passwords import (
    PASSWORD,
    is_signed_in,
    make_member_with_password,
    type_password,
)

NEW = "seven quiet harbours"


@pytest.fixture
def ada(client):
    member = make_member_with_password("ada")
    type_password(client)
    return member


def again(member):
    db.session.expire_all()
    return db.session.get(Member, member.id)


def save(client, **changes):
    data = {"thread_view": "tree", "theme": "dark", "timezone": "Europe/Madrid"} | changes
    return client.post("/preferences", data=data)


def test_preferences_are_kept_and_hold_at_once(client, ada):
    assert save(client).location == "/preferences"
    member = again(ada)
    assert (member.thread_view, member.theme, member.timezone) == (
        ThreadView.TREE,
        Theme.DARK,
        "Europe/Madrid",
    )
    page = client.get("/preferences").text
    assert 'data-theme="dark"' in page
    assert '<option selected value="Europe/Madrid">' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thread_view", "sideways"),
        ("theme", ""),
        ("timezone", "../../etc/passwd"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "x\x00"),
    ],
)
def test_odd_choices_are_refused(client, ada, field, value):
    answer = save(client, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert again(ada).thread_view is ThreadView.IN_ORDER


def change(client, current=PASSWORD, new=NEW):
    data = {"current_password": current, "new_password": new}
    return client.post("/preferences/password", data=data)


def test_new_password_ends_the_other_sign_ins_and_not_this_one(client, app, ada):
    elsewhere = app.test_client()
    type_password(elsewhere)
    assert change(client).location == "/preferences"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert type_password(elsewhere, "ada", NEW).status_code == 303
    assert "was changed" in letters("ada@example.org")[0].subject


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("guess", NEW, "current_password"),
        ("", NEW, "current_password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "", "new_password"),
        (PASSWORD, "x" * 90_000, "new_password"),
    ],
)
def test_password_change_is_refused(client, ada, current, new, field):
    answer = change(client, current, new)
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert again(ada).password_hash == ada.password_hash
    assert letters() == []


def test_member_without_a_password_cannot_set_one_here(client):
    sign_in_as(client, make_member("eve"))
    assert change(client, "").status_code == 422
    assert change(client, "anything").status_code == 422


def test_other_browsers_are_signed_out(client, app, ada):
    elsewhere = app.test_client()
    type_password(elsewhere)
    page = client.get("/preferences").text
    assert page.count('<span class="chip">here</span>') == 1
    assert client.post("/preferences/sign-out-others").location == "/preferences"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert len(db.session.scalars(select(SignIn)).all()) == 1


def test_password_typed_with_other_accents_is_the_same(client, ada):
    change(client, new="caf\u00e9 au lait noir")
    assert change(client, current="cafe\u0301 au lait noir").status_code == 303


@pytest.fixture
def long_ago(ada):
    with unit_of_work():
        db.session.query(SignIn).update({"proven_at": now() - timedelta(hours=1)})


def test_new_password_and_new_address_need_a_fresh_proof(client, ada, long_ago):
    assert change(client).status_code == 403
    data = {"email": "new@example.org", "current_password": PASSWORD}
    assert client.post("/preferences/email", data=data).status_code == 403
    assert again(ada).password_hash == ada.password_hash
    assert letters() == []
    client.post("/prove", data={"password": PASSWORD})
    assert change(client).status_code == 303


def test_member_without_a_password_changes_the_address_with_a_fresh_proof(client):
    sign_in_as(client, make_member("eve"))
    assert "email-current-password" not in client.get("/preferences").text
    assert client.post("/preferences/email", data={"email": "new@example.org"}).status_code == 303
    assert letters("new@example.org")


def test_sign_ins_are_listed_by_browser_and_day_of_the_reader(client, ada):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
    other = client.application.test_client()
    evening_in_utc = now().replace(hour=23, minute=30) + timedelta(days=1)
    with time_machine.travel(evening_in_utc, tick=False):
        other.post(
            "/login", data={"login": "ada", "password": PASSWORD}, headers={"User-Agent": agent}
        )
        sign_in_as(client, ada)
        page = client.get("/preferences").text
    day = (evening_in_utc + timedelta(days=1)).strftime("%-d %B %Y")
    assert f"Firefox on Linux, since {day}" in page


def test_no_address_of_a_browser_is_kept_anywhere(client, app):
    make_member_with_password("eve")
    far = {"REMOTE_ADDR": "203.0.113.77"}
    client.post("/login", data={"login": "eve", "password": "wrong"}, environ_base=far)
    client.post("/login", data={"login": "eve", "password": PASSWORD}, environ_base=far)
    client.post("/password-reset", data={"login": "eve"}, environ_base=far)
    client.get("/preferences", environ_base=far)
    for table in db.metadata.sorted_tables:
        for found in db.session.execute(table.select()):
            assert "203.0.113" not in str(found), table.name


ENDS = {
    "password": lambda member: change_password(member, "hash", by=person(member), keeping=""),
    "reset": lambda member: reset_password(
        new_confirmation(member, Purpose.PASSWORD, lasts=timedelta(hours=1)), "hash"
    ),
    "suspended": lambda member: suspend_member(
        member, until=now() + timedelta(days=1), because="Enough.", by=SYSTEM
    ),
    "deactivated": lambda member: deactivate_member(member, by=SYSTEM),
    "all at once": end_sign_ins,
}


@pytest.mark.parametrize("name", ENDS)
def test_sign_ins_end_everywhere_at_once(client, app, ada, name):
    browsers = [client, *(sign_in_as(app.test_client(), ada) for _ in range(2))]
    assert all(is_signed_in(browser) for browser in browsers)
    with unit_of_work():
        ENDS[name](again(ada))
    assert not any(is_signed_in(browser) for browser in browsers)
    assert db.session.scalars(select(SignIn)).all() == []


def test_open_pages_learn_that_one_browser_was_signed_out(client, app, ada):
    heard = []
    other = sign_in_as(app.test_client(), ada)
    key = next(row.key for row in db.session.scalars(select(SignIn)) if row.user_agent == "tests")
    listeners = _within[SignInsEnded]
    listeners.append(heard.append)
    try:
        client.post(f"/preferences/sign-ins/{key}/end")
    finally:
        listeners.remove(heard.append)
    assert heard == [SignInsEnded(member_id=ada.id)]
    assert not is_signed_in(other)
