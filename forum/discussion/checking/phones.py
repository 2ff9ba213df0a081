"""Telephone numbers: international ones anywhere, national ones where a word or the country says so.

What numbers there are is known by phonenumbers; it and the countries at hand are loaded when the
first number that looks like one is met.
"""

import re
from collections.abc import Iterator
from types import ModuleType

from forum.discussion.checking.nearby import stands_before, words
from forum.discussion.checking.values import Hints, Hit, Kind

COUNTRIES = ("ES", "FR", "IT", "BE", "NL", "PL", "SE", "DE", "GB", "IE", "PT", "AT", "CH")
"""Where nothing is known of the writer, a number is tried in the ways of these."""
MOST_TRIED = 300
"""Numbers of one text that are looked up; of more, form and words alone decide."""

_FOREIGN = re.compile(
    r"(?<![\w+])(?:\+|00(?=[ ]?[1-9]\d))[ ]?[1-9](?:[ ()./\u00a0\u202f-]{0,3}\d){6,14}(?!\w)"
)
_NATIONAL = re.compile(
    r"(?<![\w+.,/:#-])\(?[0-9](?:[ ()./\u00a0\u202f-]{0,2}\d){6,12}(?![\w/]|[.,]\d)"
)
_TIMESTAMP = re.compile(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_SAID = words(
    r"t[eé]l(?:ephone|efon\w{0,2}|éfono|éphone|efoon|efono)?\.?", "phones?", "mob(?:ile|iel|il)?\\.?",
    "cell(?:phone|ulare)?", "call(?: (?:me|her|him|us|them))?(?: (?:on|at))?", "ring", "fax",
    "whatsapp", "signal", "text", "sms", "portable", "handy", "mobil\\w{0,6}", "móvil", "rufnummer",
    "kom[óo]rk\\w{1,2}", "numer(?:u|em)?", "nummer", "numéro", "nr", "número", "gsm", "ruf", "anruf",
    "appeler", "ll[aá]m\\w{2,5}", "bel(?:len)?", "zadzwoń", "ring(?:a|er)", "dzwonić",
)  # fmt: skip
BECAUSE = "A telephone number leads to one person or one office."


def find_phones(text: str, hints: Hints) -> Iterator[Hit]:
    """Find telephone numbers that exist in the plan of their country."""
    tried = 0
    for match in _FOREIGN.finditer(text):
        tried += 1
        end = _longest_valid(text, match) if tried <= MOST_TRIED else match.end()
        if end:
            strength = 0.9 if tried <= MOST_TRIED else 0.6
            yield Hit(Kind.PHONE, match.start(), end, BECAUSE, strength)
    for match in _NATIONAL.finditer(text):
        is_said = stands_before(_SAID, text, match.start(), 30)
        if _TIMESTAMP.match(match[0]):
            continue
        if not is_said and not (match[0].startswith(("0", "(0")) and hints.countries):
            continue
        tried += 1
        if tried > MOST_TRIED:
            if is_said:
                yield Hit(Kind.PHONE, *match.span(), BECAUSE, 0.5)
        elif _is_national(match[0], hints.countries or frozenset(COUNTRIES)):
            yield Hit(Kind.PHONE, *match.span(), BECAUSE, 0.75 if is_said else 0.55)


def _longest_valid(text: str, match: re.Match[str]) -> int:
    """Return where an international number ends, 0 where it is none.

    What follows it, such as a year, may look like a part of it.
    """
    library = _library()
    end = match.end()
    for _ in range(3):
        typed = text[match.start() : end]
        number = "+" + re.sub(r"\D", "", re.sub(r"\(0\)", "", typed)).removeprefix("00")
        if _is_valid(library, number, None):
            return end
        gap = max(typed.rfind(sign) for sign in " (-./\u00a0\u202f")
        if gap < 8:
            return 0
        end = match.start() + len(typed[:gap].rstrip(" (-./\u00a0\u202f"))
    return 0


def _is_national(typed: str, countries: frozenset[str]) -> bool:
    library = _library()
    return any(_is_valid(library, typed, country) for country in sorted(countries))


def _is_valid(library: ModuleType, typed: str, country: str | None) -> bool:
    try:
        return bool(library.is_valid_number(library.parse(typed, country)))
    except library.NumberParseException:
        return False


def _library() -> ModuleType:
    import phonenumbers  # noqa: PLC0415 -- it is large, and many processes never need it

    return phonenumbers
