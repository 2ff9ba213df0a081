"""The `forum` command as a host types it: exit codes and sentences, never a traceback."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from config import ROOT
from forum import create_app
from forum.commands import main
from forum.kernel.db import db, unit_of_work
from forum.kernel.models import OutboxRow

CODE = "import sys; from forum.commands import main; sys.argv[0] = 'forum'; main()"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    """Begin with no setting but a folder of one's own."""
    for name in [name for name in os.environ if name.startswith("FOLKMOOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FOLKMOOT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FOLKMOOT_BASE_URL", "http://localhost")


def forum(*words, typed=b"", settings=None):
    """Run a command as if it were typed; whatever it does not catch breaks the test."""
    return CliRunner().invoke(
        main, words, input=typed, env=settings or {}, catch_exceptions=False, prog_name="forum"
    )


def refusal(answer, code=1):
    """Return the sentence that a command was refused with."""
    assert answer.exit_code == code, answer.output
    return answer.stderr.partition("Error: ")[2].strip()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"FOLKMOOT_ENV": "foo"}, "FOLKMOOT_ENV cannot be used: Input should be"),
        ({"PORT": "abc"}, "PORT cannot be used: Input should be a valid integer"),
        ({"PORT": "99999"}, "PORT cannot be used: Input should be less than or equal to 65535"),
        ({"FOLKMOOT_STORAGE_URL": "ftp://x"}, "FOLKMOOT_STORAGE_URL cannot be used"),
        ({"FOLKMOOT_INSTANCE": "/proc/none"}, "/proc/none: No such file or directory."),
        ({"FOLKMOOT_INSTANCE": __file__}, f"{__file__}: File exists."),
        ({"FOLKMOOT_DATABASE_URL": "none"}, "FOLKMOOT_DATABASE_URL is no address of a database."),
        ({"FOLKMOOT_ENV": "production"}, "Set FOLKMOOT_SECRET_KEY in production."),
    ],
)
def test_settings_that_cannot_be_used_are_named(settings: dict[str, str], sentence: str) -> None:
    answer = forum("member", "list", settings=settings)
    assert refusal(answer).startswith(sentence)


def test_empty_database_is_told_with_advice() -> None:
    for words in (["member", "list"], ["search", "tea"], ["reindex"]):
        answer = forum(*words)
        assert refusal(answer).startswith("The database cannot be used: no such table")
        assert "forum migrate" in refusal(answer)


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "folkmoot.sqlite3").write_bytes(b"no database" * 1000)
    told = refusal(forum("member", "list"))
    assert told == "The database cannot be used: file is not a database."


def test_check_names_every_part_that_is_not_well() -> None:
    settings = {"FOLKMOOT_STORAGE_URL": "file:///proc/x", "FOLKMOOT_SMTP_URL": "smtp://127.0.0.1:1"}
    answer = forum("check", settings=settings)
    lines = answer.stdout.splitlines()
    assert answer.exit_code == 1
    assert [line.split()[:2] for line in lines] == [
        ["BAD", "database:"], ["BAD", "outbox:"], ["BAD", "mail:"], ["BAD", "storage:"],
        ["BAD", "index:"],
    ]  # fmt: skip
    assert lines[0] == "BAD  database: it lacks the newest shape; run `forum migrate`"


def test_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refusal(forum("run", settings={"PORT": str(port)}))
    assert told == (
        f"Port {port} of 127.0.0.1 cannot be used: address already in use. "
        "PORT=… chooses another one."
    )
    assert not (tmp_path / "folkmoot.sqlite3").exists()


def test_markup_takes_any_bytes() -> None:
    for typed, html in (
        (b"a **b**", "<p>a <strong>b</strong></p>"),
        (b"a\x00b", "<p>ab</p>"),
        (b"a\xed\xa0\x80b", "<p>a\ufffd\ufffd\ufffdb</p>"),
        (b"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (b"", ""),
    ):
        answer = forum("markup", typed=typed)
        assert (answer.exit_code, answer.stdout.strip()) == (0, html)


def test_markup_of_a_huge_text_ends_soon() -> None:
    answer = forum("markup", typed=b">" * 500_000 + b"[" * 500_000)
    assert answer.exit_code == 0
    assert answer.stdout.startswith("<p>&gt;&gt;")


def test_demo_is_refused_in_production(tmp_path: Path) -> None:
    settings = {"FOLKMOOT_ENV": "production", "FOLKMOOT_SECRET_KEY": "k" * 40}
    told = refusal(forum("demo", settings=settings))
    assert told == "The demo is not for production: nothing was changed."
    assert not (tmp_path / "folkmoot.sqlite3").exists()


def test_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [sys.executable, "-c", CODE, "markup"],
            cwd=ROOT, input=b"tea", stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert answer.returncode == 1
    assert answer.stderr.decode() == "Error: No space left on device.\n"


def test_queries_that_no_page_takes_are_refused() -> None:
    forum("migrate")
    long = forum("search", "a" * 501)
    assert refusal(long) == "Please ask with at most 500 letters."
    broken = forum("search", "\udcff\udcfe")
    assert refusal(broken) == "The query is not written in UTF-8."
    assert refusal(forum("search", " ")) == "Please say what to look for."


def test_password_that_no_form_could_send_is_refused() -> None:
    for typed in (b"\xff\xfe paper boat nine\n", b"paper\x00boat nine\n"):
        answer = forum("member", "add", "ada", "--password-stdin", typed=typed)
        assert refusal(answer) == "The password holds a sign that cannot be typed."


def test_errands_that_were_set_aside_are_shown_and_tried_again() -> None:
    assert forum("migrate").exit_code == 0
    assert forum("errands").output == "Nothing was set aside.\n"
    app = create_app()
    with app.app_context(), unit_of_work():
        row = {"kind": "mail", "payload": {}, "attempts": 8, "last_error": "OSError: gone"}
        moment = datetime(2026, 5, 4, 8, tzinfo=UTC)
        db.session.add(OutboxRow(**row, created_at=moment, available_at=moment, failed_at=moment))
    assert forum("errands").output == "2026-05-04 08:00 mail: OSError: gone\n"
    assert forum("errands", "--retry").output.endswith("Tried again from now on: 1.\n")
    assert forum("errands").output == "Nothing was set aside.\n"
