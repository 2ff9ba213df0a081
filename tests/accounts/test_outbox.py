"""Letters that development keeps, and production does not."""

import pytest

from config import Environment, Settings
from forum import create_app
from forum.accounts.operations.passwords import ask_password_reset
from forum.kernel.db import unit_of_work
from forum.kernel.mail import Letter, letters_folder, send
from forum.kernel.outbox import work_off
from tests.builders.accounts import make_member


@pytest.fixture(autouse=True)
def _empty(app):
    folder = letters_folder(app.extensions["folkmoot_settings"])
    for file in folder.glob("*.eml"):
        file.unlink()


def test_letter_is_shown_with_a_link_that_works(client):
    make_member("ada")
    with unit_of_work():
        ask_password_reset("ada")
    work_off()
    listed = client.get("/outbox").text
    assert "A new password" in listed
    address = listed.partition('href="/outbox/')[2].partition('"')[0]
    letter = client.get(f"/outbox/{address}").text
    link = letter.partition('href="http://localhost/password-reset/')[2].partition('"')[0]
    assert client.get(f"/password-reset/{link}").status_code == 200


def test_html_of_a_letter_is_shown_as_text(client):
    with unit_of_work():
        send(Letter("ada@example.org", "Hello", "plain <b>", "<script>alert(1)</script>"))
    work_off()
    address = client.get("/outbox").text.partition('href="/outbox/')[2].partition('"')[0]
    letter = client.get(f"/outbox/{address}").text
    assert "plain &lt;b&gt;" in letter
    assert "&lt;script&gt;alert(1)" in letter


def test_unknown_letters_are_missing(client):
    assert client.get("/outbox/nothing").status_code == 404


def test_production_has_no_such_page(tmp_path):
    app = create_app(
        Settings(
            env=Environment.PRODUCTION,
            instance=tmp_path,
            secret_key="for tests only",
            base_url="https://forum.example",
        )
    )
    assert not [rule for rule in app.url_map.iter_rules() if "outbox" in rule.rule]
    cookie = app.test_client().get("/outbox")
    assert (cookie.status_code, cookie.location) == (303, "/login")
    assert "Secure" in cookie.headers["Set-Cookie"]
