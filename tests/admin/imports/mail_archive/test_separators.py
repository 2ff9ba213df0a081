"""Cutting mbox files at their "From " lines."""

import io

import pytest

from forum.admin.imports.mail_archive import separators
from forum.admin.imports.mail_archive.separators import is_separator, looks_like_mail, split_mbox

HEAD = b"From: a@example.org\nSubject: x\n\n"


def bodies(content: bytes) -> list[bytes]:
    return [message.content.partition(b"\n\n")[2] for message in split_mbox(io.BytesIO(content))]


@pytest.mark.parametrize(
    "line",
    [
        b"From ada at example.org  Thu Dec 11 05:57:05 2003",
        b"From ada@example.org Thu Dec 11 05:57:05 2003",
        b"From ada@example.org Thu Dec 11 05:57 2003",
        b"From - Thu Dec 11 05:57:05 2003",
        b"From MAILER-DAEMON Thu Dec 11 05:57:05 CET 2003",
        b"From ada@example.org Thu Dec 11 05:57:05 2003 +0100",
        b"From 1461@xxx Thu Dec 11 05:57:05 +0000 2003",
        b"From ada@example.org Thu, 11 Dec 2003 05:57:05 +0100",
        b"From ???@??? Thu Dec 11 05:57:05 2003\r",
        b"From ada@example.org Thu Dec 11 05:57:05 2003 remote from relay",
        b"From ada@example.org",
    ],
)
def test_known_forms_of_the_separator_are_recognised(line: bytes) -> None:
    assert is_separator(line + b"\nMessage-ID: <1@example.org>\nFrom: a@example.org\n\n", 0)


@pytest.mark.parametrize(
    "text",
    [
        b"From what do I see, you ask about forms. It is\nabout forms.\n",
        b"From the start\nNote: this is prose.\n",
        b"From Thu Dec 11 05:57:05 2003 onwards, he wrote,\nall was well.\n",
        b"From ada@example.org Thu Dec 11 05:57:05 2003\nhe had nothing.\n",
        b"From: a@example.org\nMessage-ID: <1@example.org>\n",
    ],
)
def test_prose_that_starts_with_from_is_no_separator(text: bytes) -> None:
    first = b"From a@example.org  Thu Dec 11 05:57:05 2003\n" + HEAD
    assert bodies(first + b"Hello.\n\n" + text) == [b"Hello.\n\n" + text]


def test_separator_may_follow_a_line_that_is_not_blank() -> None:
    line = b"From a@example.org  Thu Dec 11 05:57:05 2003\n"
    assert bodies(line + HEAD + b"one\n" + line + HEAD + b"two\n") == [b"one\n", b"two\n"]


def test_places_and_lengths_lead_back_to_the_messages() -> None:
    line = b"From a@example.org  Thu Dec 11 05:57:05 2003\n"
    content = b"".join(line + HEAD + b"body %d\n\n" % number for number in range(50))
    for found in split_mbox(io.BytesIO(content)):
        part = content[found.offset : found.offset + found.length]
        assert part == found.envelope + found.content


def test_blocks_may_cut_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"From a@example.org  Thu Dec 11 05:57:05 2003\n"
    content = b"".join(line + HEAD + b"From here on: body %d\n\n" % n for n in range(20))
    whole = bodies(content)
    monkeypatch.setattr(separators, "LOOKAHEAD_BYTES", 100)
    for size in range(1, 70):
        monkeypatch.setattr(separators, "BLOCK_BYTES", size)
        assert bodies(content) == whole


def test_message_above_the_limit_is_marked_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(separators, "MAX_MESSAGE_BYTES", 20_000)
    monkeypatch.setattr(separators, "BLOCK_BYTES", 1000)
    line = b"From a@example.org  Thu Dec 11 05:57:05 2003\n"
    content = line + HEAD + b"x" * 50_000 + b"\n\n" + line + HEAD + b"small\n"
    found = list(split_mbox(io.BytesIO(content)))
    assert [each.is_oversized for each in found] == [True, False]
    assert found[0].offset == 0
    assert found[1].content.endswith(b"small\n")
    assert content[found[1].offset :].startswith(b"From ")


def test_files_that_are_no_mail_are_told_from_mail() -> None:
    assert looks_like_mail(b"\n\nFrom a@example.org  Thu Dec 11 05:57:05 2003\n" + HEAD)
    assert looks_like_mail(b"Return-Path: <a@example.org>\nSubject: x\n\n")
    assert not looks_like_mail(b"Permission is hereby granted: to anyone.\n\nFrom: nobody\n")
    assert not looks_like_mail(b"%PDF-1.4\n%\xe2\xe3\n")
