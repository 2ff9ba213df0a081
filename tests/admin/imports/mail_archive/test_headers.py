"""Heads of messages: damaged blocks, encoded words, ids."""

import pytest

from forum.admin.imports.mail_archive.headers import decode_words, ids_in, normal_id, read_head


def test_folded_fields_are_joined() -> None:
    head, body = read_head(b"Subject: one\n\ttwo\nFrom: a@example.org\n\nbody\n")
    assert head.words("subject") == "one two"
    assert body == b"body\n"


def test_line_that_lost_its_indentation_belongs_to_the_field_above() -> None:
    head, body = read_head(b"Subject: one\ntwo three\nFrom: a@example.org\n\nbody\n")
    assert head.words("subject") == "one two three"
    assert head.text("from") == "a@example.org"
    assert body == b"body\n"


def test_body_without_a_blank_line_before_it_is_kept() -> None:
    head, body = read_head(b"From: a@example.org\nSubject: one\nGood morning all\nand more\n")
    assert head.words("subject") == "one"
    assert body.startswith(b"Good morning all\nand more")


def test_carriage_returns_and_from_lines_in_heads_are_survived() -> None:
    head, body = read_head(b">From x Thu Dec 11\r\nSubject: one\r\n\r\nbody\r\n")
    assert head.words("subject") == "one"
    assert body == b"body\r\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Caf=C3=A9?=", "Café"),
        ("=?ISO-8859-1?Q?Re:_caf=E9?= plain", "Re: café plain"),
        ("=?utf-8?B?Q2Fmw6k=?= =?utf-8?B?IG5vaXI=?=", "Café noir"),
        ("=?utf-8?B?Q2Fmw6k?=", "Café"),
        ("=?utf-8?B?Q2Fm?= =?utf-8?B?w6k=?=", "Café"),
        ("=?utf-8?Q?Caf=C3?=\n =?utf-8?Q?=A9?=", "Café"),
        ("=?utf-8?Q?Caf=C3=A9 noir?=", "Café noir"),
        ("=?utf-8?Q?Caf=C3=A9", "Café"),
        ("=?utf-8*fr?Q?Caf=C3=A9?=", "Café"),
        ("=?x-unknown?Q?Caf=E9?=", "Café"),
        ("=?utf-8?Q?one?==?utf-8?Q?two?=", "onetwo"),
        ("=?utf-8?Q?=3D=3Futf-8=3FQ=3FCaf=3DC3=3DA9=3F=3D?=", "Café"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?koi8-r?B?7c/Tx8HSxQ==?=", "Мосгаре"),
        ("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"),
        ("1 =? 2", "1 =? 2"),
        ("=?utf-8?Q??=", ""),
    ],
)
def test_encoded_words_are_decoded(written: str, read: str) -> None:
    assert decode_words(written) == read


def test_raw_bytes_in_heads_are_read_in_the_charset_of_the_body() -> None:
    source = "Subject: Привет\nContent-Type: text/plain; charset=koi8-r\n\n"
    head, _body = read_head(source.encode("koi8-r"))
    assert head.words("subject") == "Привет"


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        ("<a@x> <b@x>\n\t<c@x>", ("a@x", "b@x", "c@x")),
        ("<a@x> <a@x>", ("a@x",)),
        ("a@x", ("a@x",)),
        ("<a@x> (Ada's message of Thu)", ("a@x",)),
        ("<a at x.example>", ("a@x.example",)),
        ("Your message at 19:46 on Tuesday", ()),
        ("0", ()),
        ("<>", ()),
        ("<a@\n x>", ("a@x",)),
    ],
)
def test_ids_are_found_in_any_writing(field: str, ids: tuple[str, ...]) -> None:
    assert ids_in(field) == ids


def test_long_references_keep_their_first_and_their_last() -> None:
    ids = ids_in(" ".join(f"<{number}@x>" for number in range(500)))
    assert (len(ids), ids[0], ids[-1]) == (50, "0@x", "499@x")


def test_ids_lose_brackets_and_spaces() -> None:
    assert normal_id(" <a@b c> ") == "a@bc"
