"""The command that brings archives in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.builders.letters import archive_of, letter

FORUM = "from forum.commands import main; main()"


def forum(instance: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FORUM, *arguments],
        cwd=ROOT,
        env={**os.environ, "FOLKMOOT_INSTANCE": str(instance), "FOLKMOOT_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


def test_archive_is_brought_in_and_counted_on_the_last_line(instance: Path, tmp_path: Path) -> None:
    damage = b"From ada at example.org  Mon Mar  1 10:00:00 2004\n\nno head\n\n"
    path = archive_of(tmp_path, letter("One.\n"), damage, letter("Two.", subject="Heating"))
    arguments = ("import", "mbox", str(path), "--category", "strategies", "--tag", "housing")
    done = forum(instance, *arguments)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert last == "3 messages read, 2 posts, 2 threads, 1 people, 0 duplicates, 1 skipped"
    assert f"{path}, message 2 at byte" in done.stderr
    again = forum(instance, *arguments).stdout.splitlines()[-1]
    assert again.startswith("3 messages read, 0 posts, 0 threads, 0 people")
    assert again.endswith("2 already here")


def test_unknown_category_is_refused_with_a_sentence(instance: Path, tmp_path: Path) -> None:
    path = archive_of(tmp_path, letter())
    done = forum(instance, "import", "mbox", str(path), "--category", "nowhere")
    assert done.returncode != 0
    assert "There is no category “nowhere”." in done.stderr
    assert "Traceback" not in done.stderr
