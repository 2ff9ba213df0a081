"""What people may hand in: texts and single lines."""

import re
import unicodedata

from forum.kernel.errors import Invalid
from forum.kernel.markup.limits import excess

LONGEST_TEXT = 65_536

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_JOINERS = "\u200c\u200d"
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BROKEN = "\ufdd0"
"""Stands for bytes that are no character; Unicode promises never to give it a meaning."""

_SURROGATE = re.compile(f"[\ud800-\udfff{BROKEN}]")


def check_text(raw: str, *, limit: int = LONGEST_TEXT) -> str:
    """Return a text with plain line ends, or raise Invalid for the field "body".

    `limit` is in bytes of UTF-8.
    """
    refuse_broken("body", raw)
    if len(raw) > limit or len(raw.encode()) > limit:
        raise Invalid(
            "body",
            f"The text is too long: at most {limit // 1024} KB, that is some {limit:,} letters.",
        )
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if not any(map(_is_visible, text)):
        raise Invalid("body", "Write something first: the text is empty.")
    if sentence := excess(text):
        raise Invalid("body", sentence)
    return text


def check_line(value: str, *, field: str, longest: int, required: bool = True) -> str:
    """Return a title, name or tag with its white space put in order, or raise Invalid.

    `longest` is in characters.
    """
    refuse_broken(field, value)
    if len(value) > 20 * longest + 1_000:
        raise Invalid(field, f"This is too long: at most {longest} characters.")
    line = " ".join(unicodedata.normalize("NFC", value).split(" ")).strip()
    line = re.sub(
        r"[ \t\r\n\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", " ", line
    ).strip()
    if not line:
        if required:
            raise Invalid(field, "Fill this in: it is empty.")
        return ""
    if len(line) > longest:
        raise Invalid(field, f"This is too long: {len(line)} characters, at most {longest}.")
    _refuse_hidden(field, line)
    return line


def refuse_broken(field: str, value: str) -> None:
    """Raise Invalid for what no database keeps: a NUL character, or half of one."""
    if "\x00" in value:
        raise Invalid(
            field,
            "The text holds a NUL character, which cannot be kept. Take it out and send it again.",
        )
    if _SURROGATE.search(value):
        raise Invalid(field, "The text holds half of a character. Type it again or take it out.")


def _refuse_hidden(field: str, line: str) -> None:
    if _TURNS.search(line):
        raise Invalid(
            field, "This holds an invisible sign that turns the direction of writing. Take it out."
        )
    if any(
        unicodedata.category(sign) in {"Cc", "Cf", "Co"} and sign not in _JOINERS for sign in line
    ):
        raise Invalid(
            field, "This holds an invisible or unknown character. Type it again without it."
        )
    if not any(map(_is_visible, line)):
        raise Invalid(field, "This holds nothing that can be seen. Type letters.")


def _is_visible(sign: str) -> bool:
    """Characters newer than our tables count as visible: they are mostly emoji."""
    kind = unicodedata.category(sign)
    return (kind == "Cn" or kind[0] not in "ZCM") and sign not in _BLANK
