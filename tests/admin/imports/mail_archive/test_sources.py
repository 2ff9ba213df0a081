"""Files of archives: found, ordered, opened."""

import gzip
from pathlib import Path

import pytest

from forum.admin.imports.mail_archive.sources import (
    Reopened,
    date_in_name,
    find_files,
    is_single_mail,
    open_stream,
)
from tests.builders.letters import archive_of, letter


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2004-April.txt", (2004, 4, 0)),
        ("2004-April.txt.gz", (2004, 4, 0)),
        ("2004-Apr.mbox", (2004, 4, 0)),
        ("200404.mbox", (2004, 4, 0)),
        ("housing-2004-04.mbox", (2004, 4, 0)),
        ("2004q2.txt", (2004, 4, 0)),
        ("2004.txt", (2004, 0, 0)),
        ("Week-of-Mon-20040412.txt", (2004, 4, 12)),
        ("housing.mbox", None),
        ("1083.txt", None),
    ],
)
def test_dates_are_read_out_of_names(name: str, date: tuple[int, int, int] | None) -> None:
    assert date_in_name(Path(name)) == date


def test_files_are_ordered_by_the_dates_in_their_names(tmp_path: Path) -> None:
    names = ["2004-April.txt", "2004-February.txt", "2003-December.txt", "2004-August.txt"]
    for name in names:
        archive_of(tmp_path, letter(), name=name)
    found = [file.path.name for file in find_files([tmp_path])]
    assert found == ["2003-December.txt", "2004-February.txt", "2004-April.txt", "2004-August.txt"]


def test_numbers_in_names_count_as_numbers(tmp_path: Path) -> None:
    for name in ("10.eml", "9.eml", "100.eml"):
        archive_of(tmp_path, letter(envelope=b""), name=name)
    assert [file.path.name for file in find_files([tmp_path])] == ["9.eml", "10.eml", "100.eml"]


def test_what_is_no_mail_is_left_out_of_folders(tmp_path: Path) -> None:
    archive_of(tmp_path, letter(), name="2004-March.txt")
    archive_of(tmp_path, letter(), name="attachments/20040301/a.txt")
    archive_of(tmp_path, letter(), name="housing/cur/1461.M2P3:2,S")
    archive_of(tmp_path, letter(), name="housing/tmp/1462")
    (tmp_path / "LICENSE").write_text("Permission is granted to anyone.\n")
    (tmp_path / "index.html").write_text("<p>From: x</p>")
    (tmp_path / ".hidden.mbox").write_bytes(letter())
    found = {str(file.path.relative_to(tmp_path)) for file in find_files([tmp_path])}
    assert found == {"2004-March.txt", "housing/cur/1461.M2P3:2,S"}


def test_files_named_twice_are_read_once(tmp_path: Path) -> None:
    path = archive_of(tmp_path, letter())
    assert len(find_files([path, tmp_path, path])) == 1


def test_single_mails_are_known_by_name_or_folder() -> None:
    assert is_single_mail(Path("a/b.eml"))
    assert is_single_mail(Path("a/new/1461.M2"))
    assert not is_single_mail(Path("a/2004-March.txt"))


def test_packed_and_wide_files_are_read_as_plain_ones(tmp_path: Path) -> None:
    content = letter("Grüße\n")
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(content))
    wide = tmp_path / "b.txt"
    wide.write_bytes(content.decode().encode("utf-16"))
    for path in (packed, wide):
        with open_stream(path) as stream:
            assert stream.read(100_000) == content


def test_packed_files_are_read_at_any_place(tmp_path: Path) -> None:
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(b"0123456789"))
    reopened = Reopened()
    assert [reopened.read(str(packed), place, 2) for place in (6, 2, 8)] == [b"67", b"23", b"89"]
    [folder] = {path.parent for path in reopened._unpacked.values()}
    reopened.close()
    assert not folder.exists()
