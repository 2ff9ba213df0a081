"""Plain text as mail writes it."""

import pytest

from forum.admin.imports.mail_archive.plain_text import (
    unfold_flowed,
    unify_line_ends,
    unquote_from_lines,
)


def test_line_ends_of_every_system_become_one() -> None:
    assert unify_line_ends("a\r\nb\rc\x0cd") == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("archived", "written"),
    [
        (b"One.\n\n>From here on.\n", b"One.\n\nFrom here on.\n"),
        (b"One.\n\n>>From here on.\n", b"One.\n\n>From here on.\n"),
        (b"> quoted\n\n>From my side: yes.\n", b"> quoted\n\nFrom my side: yes.\n"),
        (b">quoted line\n>From the docs\n>more\n", b">quoted line\n>From the docs\n>more\n"),
        (b"nothing here\n", b"nothing here\n"),
    ],
)
def test_quoting_of_from_lines_is_undone(archived: bytes, written: bytes) -> None:
    assert unquote_from_lines(archived) == written


def test_flowed_lines_keep_quotes_of_other_depth_apart() -> None:
    text = ">> deep \n> less deep \n> on\nown \nwords\n"
    assert unfold_flowed(text, drop_space=False) == ">> deep \n> less deep on\nown words\n"


def test_flowed_spaces_are_dropped_where_they_only_mark() -> None:
    assert unfold_flowed("日本 \n語", drop_space=True) == "日本語"


def test_stuffed_spaces_are_taken_off_flowed_lines() -> None:
    assert unfold_flowed(" From here\n", drop_space=False) == "From here\n"
