"""Bytes into text, whatever is declared."""

import pytest

from forum.admin.imports.mail_archive.charsets import decode

FRENCH = "L'été dernier, à l'hôtel, on a discuté de la défense des locataires."
RUSSIAN = "Добрый день, коллеги! Сегодня мы говорим о праве на жильё и о работе с общинами."
CHINESE = "大家好，今天我们讨论住房权利的问题，请各位同事发表意见。"
TAIWANESE = "大家好，今天我們討論住房權利的問題，請各位同事發表意見。"
JAPANESE = "おはようございます。今日は住宅の権利について話し合いましょう。"
KOREAN = "안녕하세요 여러분 오늘은 주거권 문제에 대해 이야기하겠습니다"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (FRENCH, "iso-8859-1", "ISO-8859-1"),
        (FRENCH, "utf-8", '"UTF-8"'),
        (FRENCH, "cp1252", "windows-1252"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (CHINESE, "gb2312", "GB2312"),
        (CHINESE + "鎔", "gbk", "gb2312"),
        (TAIWANESE, "big5", "Big5"),
        (JAPANESE, "iso-2022-jp", "ISO-2022-JP"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (KOREAN, "euc-kr", "ks_c_5601-1987"),
        (FRENCH, "utf-16", "utf-16"),
        (FRENCH, "utf-7", "utf-7"),
        (FRENCH, "utf-8", "utf8*fr"),
    ],
)
def test_declared_charsets_are_used(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared) == text


@pytest.mark.parametrize("declared", [None, "", "us-ascii", "x-unknown", "no-such-charset", "\0"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb2312"),
        (TAIWANESE, "big5"),
        (JAPANESE, "iso-2022-jp"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "euc-kr"),
        (FRENCH, "utf-16"),
    ],
)
def test_charset_is_guessed_where_none_is_declared(
    text: str, codec: str, declared: str | None
) -> None:
    assert decode(text.encode(codec), declared) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_utf8_is_seen_through_a_western_label(declared: str) -> None:
    assert decode(FRENCH.encode(), declared) == FRENCH


def test_western_bytes_labelled_utf8_are_read() -> None:
    assert decode(FRENCH.encode("cp1252"), "utf-8") == FRENCH


def test_stray_byte_does_not_spoil_the_rest() -> None:
    assert decode(RUSSIAN.encode() + b" caf\xe9.", "utf-8") == RUSSIAN + " café."


def test_codecs_that_are_no_charsets_are_not_used() -> None:
    assert decode(b"cebzcg", "rot13") == "cebzcg"
    assert decode(b"666f6f", "hex") == "666f6f"


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    assert decode(b"a\x00b\x08c\x1b\td") == "abc\td"
    assert decode(b"x\xed\xa0\x80y", "utf-8").encode("utf-8")
    assert "\ud83c" not in decode(b"\xed\xa0\xbc", "utf-8")
