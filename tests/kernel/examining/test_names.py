"""Names of files are for people."""

import pytest

from forum.kernel.examining.names import LONGEST, tidy_name


@pytest.mark.parametrize(
    ("name", "ending", "tidy"),
    [
        ("plan.jpg", "jpg", "plan.jpg"),
        ("plan.JPEG", "jpg", "plan.jpeg"),
        ("plan.png", "jpg", "plan.jpg"),
        ("Überblick über März.pdf", "pdf", "Überblick über März.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("..\\..\\boot.ini", "txt", "boot.txt"),
        ("C:\\Users\\ada\\plan.docx", "docx", "plan.docx"),
        ("a\x00b\nc.pdf", "pdf", "abc.pdf"),
        ("gpj.\u202efdp.pdf", "pdf", "gpj.fdp.pdf"),
        ("zero\u200bwidth\u2066.pdf", "pdf", "zerowidth.pdf"),
        (".htaccess", "txt", "htaccess.txt"),
        ("...", "pdf", "file.pdf"),
        ("", "webp", "file.webp"),
        ("half\ud800.pdf", "pdf", "half.pdf"),
        ('a<b>"c"|d?.pdf', "pdf", "a b c d.pdf"),
        ("report.v2 final", "pdf", "report.v2 final.pdf"),
        ("notes.md", "txt", "notes.md"),
        ("archive.tar.exe", "pdf", "archive.tar.pdf"),
    ],
)
def test_name_is_tidied(name: str, ending: str, tidy: str) -> None:
    assert tidy_name(name, ending) == tidy


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "ж" * 5000, "x." + "y" * 300])
def test_long_name_is_shortened_and_keeps_its_ending(name: str) -> None:
    tidy = tidy_name(name, "pdf")
    assert len(tidy) <= LONGEST
    assert tidy.endswith(".pdf")
