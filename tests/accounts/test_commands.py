"""Looking after members from the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from config import ROOT, Environment
from forum.accounts.commands import member as command
from forum.accounts.models import Member
from forum.accounts.values import Role, Standing
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from tests.builders.accounts import make_member
from tests.builders.mail import letters
from tests.builders.passwords import PASSWORD, type_password


@pytest.fixture(autouse=True)
def _migrated(monkeypatch):
    """Leave the database of the tests as it is; a real one is migrated further down."""
    monkeypatch.setattr("forum.accounts.commands.migrate", lambda: None)


def run(*words, typed=None):
    return CliRunner().invoke(command, words, input=typed)


def row(handle):
    db.session.expire_all()
    return db.session.query(Member).filter_by(handle=handle).one()


def test_first_host_is_added_with_a_password(client):
    result = run(
        "add", "ada", "--name", "Ada Nwosu", "--email", "ada@example.org", "--role", "host",
        "--password-stdin", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert result.output == "Added @ada (Ada Nwosu) as host.\n"
    assert row("ada").role is Role.HOST
    assert type_password(client).status_code == 303
    assert client.get("/admin").status_code == 200


def test_member_without_a_password_gets_a_link(client):
    result = run("add", "ada")
    link = result.output.partition("http://localhost")[2].strip()
    assert client.post(link, data={"password": PASSWORD}).status_code == 303
    assert type_password(client).status_code == 303


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["add", "x"], None),
        (["add", "ada", "--email", "nonsense"], None),
        (["add", "ada", "--password-stdin"], "short\n"),
        (["add", "ada", "--password-stdin"], ""),
        (["add", "eve"], None),
        (["add", "ada", "--email", "eve@example.org"], None),
        (["add", "ada", "--name", "a\u202eb"], None),
    ],
)
def test_what_cannot_be_added_is_refused(app, words, typed):
    make_member("eve")
    assert isinstance(run(*words, typed=typed).exception, Invalid)
    assert db.session.query(Member).count() == 1


def test_unknown_role_is_refused(app):
    assert run("add", "ada", "--role", "king").exit_code == 2


def test_members_are_listed(app):
    make_member("ada", role=Role.FACILITATOR)
    make_member("eve")
    run("deactivate", "eve")
    lines = run("list").output.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["@ada", "facilitator", "Ada"],
        ["@eve", "member", "Eve"],
    ]
    assert "(deactivated)" in lines[1]
    assert run("list", "--role", "facilitator").output.count("\n") == 1


def test_role_is_given(app):
    make_member("ada")
    assert run("role", "ada", "facilitator").output == "@ada is now a facilitator.\n"
    assert run("role", "ada", "facilitator").output == "@ada is already a facilitator.\n"
    assert row("ada").role is Role.FACILITATOR


def test_locked_out_member_gets_a_link(client):
    make_member("ada")
    output = run("reset", "ADA").output
    assert output.startswith("@ada sets a new password here")
    link = output.partition("http://localhost")[2].strip()
    assert client.post(link, data={"password": PASSWORD}).status_code == 303


@pytest.fixture
def production(app, monkeypatch):
    changed = app.extensions["folkmoot_settings"].model_copy(update={"env": Environment.PRODUCTION})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", changed)


def test_in_production_the_link_goes_to_the_member(production):
    make_member("ada")
    assert run("reset", "ada").output == "A letter with a link is on its way to @ada.\n"
    assert "/password-reset/" in letters("ada@example.org")[0].text
    assert db.session.query(LogEntry).count() == 0


def test_printed_link_is_told_to_the_member_and_to_all(production):
    make_member("ada")
    assert "/password-reset/" in run("reset", "ada", "--print-link").output
    assert "shown to somebody else" in letters("ada@example.org")[0].subject
    assert db.session.query(LogEntry).one().act is Act.RESET_LINK_SHOWN


def test_member_without_an_address_gets_no_link_in_production(production):
    make_member("ada")
    with unit_of_work():
        row("ada").email = None
    result = run("reset", "ada")
    assert isinstance(result.exception, NotPermitted)
    assert "two people" in str(result.exception)


@pytest.mark.parametrize("typed", ["ada.example.org", "Ada Nwosu Ada", "password12345"])
def test_password_that_others_know_is_refused(app, typed):
    words = ["add", "ada", "--name", "Ada Nwosu", "--email", "ada@example.org", "--password-stdin"]
    result = run(*words, typed=f"{typed}\n")
    assert isinstance(result.exception, Invalid)
    assert "too easy to guess" in str(result.exception)


def test_member_is_deactivated_and_reactivated(app):
    make_member("ada")
    assert run("deactivate", "ada", "--because", "Left.").output == "@ada can no longer sign in.\n"
    assert run("deactivate", "ada").output == "@ada is deactivated already.\n"
    assert row("ada").standing is Standing.DEACTIVATED
    assert isinstance(run("reset", "ada").exception, NotPermitted)
    assert run("reactivate", "ada").output == "@ada can sign in again.\n"
    assert run("reactivate", "ada").output == "@ada can sign in already.\n"


def test_last_host_stays(app):
    make_member("ada", role=Role.HOST)
    assert isinstance(run("role", "ada", "member").exception, NotPermitted)
    assert isinstance(run("deactivate", "ada").exception, NotPermitted)
    assert row("ada").role is Role.HOST


@pytest.mark.parametrize(
    "words", [["role", "nobody", "host"], ["reset", "x\x00"], ["deactivate", ""]]
)
def test_unknown_member_is_named(app, words):
    result = run(*words)
    assert isinstance(result.exception, NotFound)
    assert "There is no member @" in str(result.exception)


def folkmoot(instance: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "FOLKMOOT_ENV": "production",
        "FOLKMOOT_INSTANCE": str(instance),
        "FOLKMOOT_SECRET_KEY": "for tests only",
        "FOLKMOOT_BASE_URL": "https://forum.example",
    }
    code = "from forum.commands import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_first_account_of_an_empty_production_is_made_from_outside(tmp_path):
    added = folkmoot(
        tmp_path, "member", "add", "ada", "--role", "host", "--password-stdin", typed=PASSWORD
    )
    assert (added.returncode, added.stdout) == (0, "Added @ada (ada) as host.\n"), added.stderr
    again = folkmoot(tmp_path, "member", "add", "Ada")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "Error: This handle is taken. Please choose another one.\n"
    refused = folkmoot(tmp_path, "member", "reset", "ada")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--print-link" in refused.stderr
    link = folkmoot(tmp_path, "member", "reset", "ada", "--print-link").stdout
    assert "https://forum.example/password-reset/" in link
