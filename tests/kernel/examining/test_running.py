"""What takes files apart is a process of its own, held to its time and its memory."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest

from forum.kernel.examining import Examined, Refused, examine, running, square_picture
from forum.kernel.examining.values import Kind
from tests.builders.files import make_office, make_pdf
from tests.builders.pictures import make_picture

MOST_SECONDS = 5.5
"""Five, and what it takes to end a process on a busy machine."""
MOST_KB = 300 * 1024


class Watched(subprocess.Popen):  # type: ignore[type-arg]
    """A process whose memory is looked at while it runs."""

    peaks: ClassVar[list[int]] = []

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[call-overload]
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()

    def _watch(self) -> None:
        peak = 0
        self.peaks.append(peak)
        while self.returncode is None:
            try:
                status = Path(f"/proc/{self.pid}/status").read_text()
            except OSError:
                break
            if "VmHWM:" not in status:
                break
            peak = max(peak, int(status.split("VmHWM:")[1].split()[0]))
            self.peaks.append(peak)
            time.sleep(0.002)


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list of how much memory processes had, in KB."""
    monkeypatch.setattr(running.subprocess, "Popen", Watched)
    Watched.peaks.clear()
    return Watched.peaks


def looked_at(data: bytes, name: str) -> Examined | str:
    """Return what became of a file, which must not take long."""
    began = time.monotonic()
    try:
        return examine(data, name)
    except Refused as refusal:
        return str(refusal)
    finally:
        assert time.monotonic() - began < MOST_SECONDS


def test_files_come_back_as_they_are_kept() -> None:
    image = examine(make_picture("JPEG", size=(2000, 1000)), "plan.png")
    assert (image.kind, image.width, image.height) == (Kind.JPEG, 2000, 1000)
    assert [(copy.width, copy.height) for copy in image.copies] == [(690, 345), (1380, 690)]
    document = make_office()
    found = examine(document, "plan.docx")
    assert (found.kind, found.data) == (Kind.DOCX, document)
    assert found.facts[0].value == "A plan"
    assert examine(make_pdf(Author="Ada"), "x").kind is Kind.PDF
    assert square_picture(make_picture())[8:12] == b"WEBP"


def test_refusals_come_back_as_sentences() -> None:
    assert looked_at(b"", "x") == "This file is empty."
    with pytest.raises(Refused, match="no picture"):
        square_picture(make_pdf())


def test_process_imports_pillow_and_not_the_application() -> None:
    program = (
        "import sys, runpy, io; sys.argv = ['x'];"
        f"sys.path.insert(0, {str(running.PROGRAM.parent)!r});"
        "import process; process.limit = lambda: None;"
        f"sys.stdin = open(0); process.main(); names = set(sys.modules);"
        "print(sorted(names & {'flask', 'sqlalchemy', 'pypdf', 'numpy', 'PIL'}), file=sys.stderr)"
    )
    asked = b'{"wanted": "file", "name": "x"}\n' + make_picture()
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], input=asked, capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == "['PIL']"


def test_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.01)
    with pytest.raises(Refused, match="takes too long"):
        examine(make_picture(), "x")


def test_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(running, "PROGRAM", dying)
    with pytest.raises(Refused, match="takes too long or needs too much memory"):
        examine(make_picture(), "x")


def test_process_gets_no_more_than_its_memory(tmp_path: Path, peaks: list[int]) -> None:
    greedy = tmp_path / "greedy.py"
    limits = running.PROGRAM.read_text().replace(
        "    question =", "    hoard = b'x' * 400_000_000\n    question ="
    )
    greedy.write_text(limits)
    program = running.PROGRAM
    running.PROGRAM = greedy
    try:
        with pytest.raises(Refused, match="too much memory"):
            examine(make_picture(), "x")
    finally:
        running.PROGRAM = program
    assert max(peaks) < MOST_KB


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_large_pictures_need_little(kind: str, peaks: list[int]) -> None:
    options = {"speed": 10} if kind == "AVIF" else {}
    found = looked_at(make_picture(kind, size=(4000, 3000), **options), "x")
    assert isinstance(found, Examined), found
    assert max(peaks) < MOST_KB


def hostile_pictures(test_data: Path) -> list[Path]:
    folder = test_data / "hostile" / "images" / "pillow"
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_some_hostile_pictures_are_refused_or_made_safe(test_data: Path, peaks: list[int]) -> None:
    for path in hostile_pictures(test_data)[::25]:
        looked_at(path.read_bytes(), path.name)
    assert max(peaks) < MOST_KB


@pytest.mark.hostile
def test_all_hostile_pictures_are_refused_or_made_safe(test_data: Path, peaks: list[int]) -> None:
    paths = hostile_pictures(test_data)
    assert len(paths) > 330
    for path in paths:
        looked_at(path.read_bytes(), path.name)
    assert max(peaks) < MOST_KB


@pytest.mark.hostile
def test_hostile_xml_inside_documents_is_refused(test_data: Path, peaks: list[int]) -> None:
    folder = test_data / "hostile" / "files" / "defusedxml" / "xmltestdata"
    bombs = [path for path in folder.glob("*.xml") if "<!DOCTYPE" in path.read_text()]
    assert len(bombs) > 5
    for path in bombs:
        for part in ("docProps__core.xml", "word__document.xml", "[Content_Types].xml"):
            found = looked_at(make_office(**{part: path.read_bytes()}), "x.docx")
            assert isinstance(found, str), path
    assert max(peaks) < MOST_KB
