"""Every form that the forum takes, found in the map of its addresses, and what nobody may slip in."""

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.models import Member, SignIn
from forum.accounts.values import Role, Standing
from forum.kernel.db import db
from tests.builders.accounts import make_member, sign_in_as
from tests.databases import undone_afterwards
from tests.house.test_routes import DATA, ROWS, Scene, address_of, app, scene

__all__ = ["app", "scene"]

POSTS = [row for row in ROWS if row.method == "POST"]

EXTRA = {
    "role": "host",
    "standing": "active",
    "id": "1",
    "member_id": "1",
    "author_id": "1",
    "by_id": "1",
    "by": "1",
    "owner_id": "1",
    "invited_by_id": "1",
    "claimed_by_id": "1",
    "group_id": "1",
    "groups": "1",
    "is_automatic": "1",
    "is_host": "1",
    "is_vouched": "1",
    "admin": "1",
    "handle": "somebody-new",
    "handle_key": "somebody-new",
    "email": "taken-over@example.org",
    "email_key": "taken-over@example.org",
    "password_hash": "x",
    "second_factor_since": "2020-01-01",
    "proven_at": "2099-01-01",
    "suspended_until": "",
    "silenced_until": "",
    "created_at": "2000-01-01",
    "joined_at": "2000-01-01",
    "token_hash": "x",
    "source": "x",
}

GUARDED = (
    Member.id,
    Member.handle,
    Member.handle_key,
    Member.email,
    Member.email_key,
    Member.password_hash,
    Member.role,
    Member.standing,
    Member.second_factor_since,
    Member.joined_at,
    Member.suspended_until,
    Member.silenced_until,
    Member.source,
    Member.claimed_by_id,
)


def members() -> list[tuple[object, ...]]:
    db.session.expire_all()
    return [tuple(row) for row in db.session.query(*GUARDED).order_by(Member.id)]


def sizes() -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }


@pytest.fixture(params=[Role.MEMBER, Role.FACILITATOR, Role.HOST], ids=str)
def somebody(request: pytest.FixtureRequest, scene: Scene, client: FlaskClient) -> FlaskClient:
    """Return the browser of somebody who is signed in."""
    return sign_in_as(client, make_member("somebody", role=request.param))


def test_no_form_is_taken_without_its_token(
    app: Forum, somebody: FlaskClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    before, people = sizes(), members()
    for token in ({}, {"csrf_token": "forged"}, {"csrf_token": ""}):
        for row in POSTS:
            data = DATA.get(row.rule, {}) | token
            answer = somebody.post(address_of(row.rule, scene), data=data)
            assert answer.status_code == 400, row.rule
    assert sizes() == before
    assert members() == people


def test_token_of_another_browser_opens_no_form(
    app: Forum, somebody: FlaskClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    other = app.test_client()
    page = other.get("/login").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert len(token) > 40
    for row in POSTS:
        data = DATA.get(row.rule, {}) | {"csrf_token": token}
        assert somebody.post(address_of(row.rule, scene), data=data).status_code == 400, row.rule


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.rule)
def test_no_form_takes_more_than_it_asks_for(app: Forum, scene: Scene, row: object) -> None:
    """Whatever is sent along, nobody becomes anything by it, and nobody else is changed."""
    assert isinstance(row, type(POSTS[0]))
    for handle in ("author", "somebody"):
        with undone_afterwards():
            own = make_member("somebody")
            client = sign_in_as(app.test_client(), own)
            address = address_of(row.rule, Scene({**scene.values, "handle": handle}, scene.rule_id))
            before = members()
            answer = client.post(address, data={**EXTRA, **DATA.get(row.rule, {})})
            assert answer.status_code < 500
            assert members() == before
            kept = db.session.query(SignIn).filter_by(member_id=own.id).all()
            assert not any(one.is_vouched for one in kept)
            assert all(one.proven_at.year < 2090 for one in kept)


def test_accepting_an_invitation_makes_nobody_more_than_a_member(
    client: FlaskClient, scene: Scene
) -> None:
    data = {**EXTRA, "handle": "newt", "name": "Newt", "email": "", "password": "paper boat nine"}
    assert client.post("/invites/token", data=data).status_code == 303
    newt = db.session.query(Member).filter_by(handle="newt").one()
    assert (newt.role, newt.standing) == (Role.MEMBER, Standing.ACTIVE)
    assert newt.email is None
    assert newt.second_factor_since is None
    assert client.get("/admin").status_code == 404
    assert client.post("/invites/token", data=data | {"handle": "newt2"}).status_code == 404
