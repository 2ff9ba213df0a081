"""How a member reads and signs in."""

import pytest
from sqlalchemy import select

from forum.accounts.models import Member, SignIn
from forum.accounts.values import Theme, ThreadView
from forum.kernel.db import db
from tests.builders.accounts import make_member, sign_in_as
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
