"""Numbers of accounts and cards, with their checksums."""

import re
from collections.abc import Iterator

from forum.discussion.checking.nearby import stands_near, words
from forum.discussion.checking.values import Hints, Hit, Kind

_IBAN_BEGIN = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ -]?(?=\d ?\d)")
_COUNTRIES = """
AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 BY:28 CH:21 CR:22
CY:28 CZ:24 DE:22 DK:18 DO:28 EE:20 EG:29 ES:24 FI:18 FO:18 FR:27 GB:22 GE:22
GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30 KW:30
KZ:20 LB:28 LC:32 LI:21 LT:20 LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MR:27
MT:31 MU:30 NL:18 NO:15 PK:24 PL:28 PS:29 PT:25 QA:29 RO:24 RS:22 SA:24 SC:31
SE:24 SI:19 SK:24 SM:27 ST:25 SV:28 TL:23 TN:24 TR:26 UA:29 VA:22 VG:24 XK:20
"""
_LENGTHS = {pair[:2]: int(pair[3:]) for pair in _COUNTRIES.split()}
_CARD = re.compile(
    r"(?<![\w./+-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{4,5}|\d{13,19})(?!\w)"
)
_ISSUERS = re.compile(r"4|5[0-8]|3[0-9]|6[0-9]|2(?:2[2-9]|[3-6]|7[01]|720)")
_CARD_WORDS = words(
    "card", "credit", "debit", "visa", "mastercard", "maestro", "amex", "carte(?: bancaire)?", "cb",
    "tarjeta", "kreditkarte", "karte", "carta", "kaart", "pasnummer", "kart[ay]", "kort", "cvc", "cvv",
)  # fmt: skip


def find_accounts(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find international account numbers whose checksum is right."""
    for match in _IBAN_BEGIN.finditer(text):
        length = _LENGTHS.get(match[1].upper())
        if length is None:
            continue
        typed, end = _gather(text, match.start(), length)
        if len(typed) == length and not text[end : end + 1].isalnum() and _is_iban(typed):
            because = "The number of a bank account; its checksum is right."
            yield Hit(Kind.ACCOUNT, match.start(), end, because, 1.0, key=typed)


def _gather(text: str, start: int, length: int) -> tuple[str, int]:
    """Return so many letters and digits from here on, and where they end."""
    typed: list[str] = []
    place, gap = start, 0
    while place < len(text) and len(typed) < length and gap < 2:
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            typed.append(sign.upper())
            gap = 0
        elif sign in " -.\u00a0\u202f":
            gap += 1
        else:
            break
        place += 1
    return "".join(typed), place


def _is_iban(typed: str) -> bool:
    turned = typed[4:] + typed[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def find_cards(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find numbers of bank cards whose checksum is right."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if not 13 <= len(digits) <= 19 or not _ISSUERS.match(digits) or not is_luhn(digits):
            continue
        strength = 0.65 if len(match[0]) > len(digits) else 0.5 * (len(digits) in {15, 16})
        strength += 0.35 * stands_near(_CARD_WORDS, text, *match.span())
        because = "The number of a bank card; its checksum is right."
        yield Hit(Kind.CARD, *match.span(), because, strength, key=digits)


def is_luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others, as Luhn has it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 * (number > 9)
    return total % 10 == 0 and any(digit != "0" for digit in digits)
