"""The page of keys, and the script that does what it says."""

import re

import pytest
from flask.testing import FlaskClient

from config import ROOT
from forum import Forum
from forum.accounts.models import Member
from forum.discussion.keys import KEYS
from forum.kernel.db import db
from tests.builders.accounts import make_member, sign_in_as

SCRIPT = (ROOT / "static" / "js" / "keys.js").read_text()
TABLE = SCRIPT[SCRIPT.index("const KEYS = {") : SCRIPT.index("};")]


@pytest.fixture
def anna(app: Forum, client: FlaskClient) -> Member:
    member = make_member("anna")
    sign_in_as(client, member)
    return member


def test_page_and_script_know_the_same_keys() -> None:
    done = re.findall(r'^  (?:"([^"]+)"|(\w)): ', TABLE, re.MULTILINE)
    listed = [key.press for group in KEYS for key in group.keys]
    assert sorted(one or other for one, other in done) == sorted(listed)
    assert len(listed) == len(set(listed))


def test_keys_lead_where_the_page_says() -> None:
    for group in KEYS:
        for key in group.keys:
            if key.address and key.address != "/u/":
                assert f'"{key.press}": go("{key.address}")' in TABLE


def test_page_lists_keys_whose_pages_are_there(client: FlaskClient, anna: Member) -> None:
    page = client.get("/keys").text
    shown = re.findall(r'data-press="([^"]+)"', page)
    assert {"j", "k", "?", "g l", "m w"} <= set(shown)
    for address in re.findall(r'<dd><a href="([^"]+)"', page):
        assert client.get(address).status_code == 200, address


def test_keys_are_switched_off_on_all_devices(
    app: Forum, client: FlaskClient, anna: Member
) -> None:
    assert "data-keys" not in client.get("/latest").text
    assert client.post("/keys", data={"keys": "off"}).location == "/keys"
    db.session.expire_all()
    assert not db.session.get_one(Member, anna.id).keys
    other = sign_in_as(app.test_client(), db.session.get_one(Member, anna.id))
    assert 'data-keys="off"' in other.get("/latest").text
    other.post("/keys", data={"keys": "on"})
    assert "data-keys" not in other.get("/latest").text


def test_keys_are_a_preference_among_the_others(client: FlaskClient, anna: Member) -> None:
    data = {"thread_view": "order", "theme": "auto", "timezone": "UTC"}
    client.post("/preferences", data=data)
    assert 'data-keys="off"' in client.get("/latest").text
    client.post("/preferences", data={**data, "keys": "y"})
    assert "data-keys" not in client.get("/latest").text
