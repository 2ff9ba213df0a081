"""Where somebody or something is: coordinates, streets with a number, number plates."""

import re
from collections.abc import Iterator

from forum.discussion.checking.nearby import stands_before, words
from forum.discussion.checking.values import Hints, Hit, Kind

_DECIMAL = re.compile(
    r"(?<![\w.])-?\d{1,2}\.\d{4,16}°?\s?[NS]?\s?[,;/ ]\s?-?\d{1,3}\.\d{4,16}(?![\w.])"
)
_DEGREES = re.compile(
    r"(?<!\w)\d{1,2}\s?°\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:[.,]\d{1,4})?\s?(?:\"|″|''|”)\s?)?[NS]"
    r"[,;/ ]{1,3}\d{1,3}\s?°\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:[.,]\d{1,4})?\s?(?:\"|″|''|”)\s?)?[EWO]"
)
_NAME = r"[^\W\d_][\w.'’-]{1,30}+"
_SMALL = r"(?:(?:de|du|des|la|le|les|del|los|las|della|dei|di|van|von|der|dem|den|św\.|d')\s?)"
_STREETS = (
    re.compile(
        rf"(?<!\w)\d{{1,4}}[a-z]?,? (?:[A-Z]{_NAME[8:]} ){{1,3}}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?"
        r"|Lane|Drive|Terrace|Crescent|Gardens|Close|Court|Grove|Mews)(?!\w)"
    ),
    re.compile(
        r"(?<!\w)\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd\.?|impasse|chemin|quai|place"
        rf"|allée|cours) {_SMALL}{{0,3}}{_NAME}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:[A-ZÄÖÜ][\w-]{1,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|straat"
        r"|laan|plein|gracht|kade|gatan|vägen|torget|gränd)|[A-ZÄÖÜ][\w-]{1,30} (?:Straße|Str\.|Allee"
        r"|Weg|Platz)) \d{1,4} ?[a-z]?(?![\w.])"
    ),
    re.compile(
        rf"(?<!\w)(?:calle|c/|avenida|avda?\.|plaza|paseo|carrer|ronda|via|viale|piazza|corso|largo|rua"
        rf"|ul\.|ulica|al\.|aleja|os\.|plac) ?{_SMALL}{{0,3}}(?-i:[^\W\da-zà-ÿ_]){_NAME[8:]}"
        rf"(?: {_SMALL}{{0,3}}{_NAME}){{0,3}}"
        r",? (?:n[.º°]{0,2} ?)?\d{1,4}(?:/\d{1,4})?(?![\w.])",
        re.IGNORECASE,
    ),
)
_PLATE = re.compile(
    r"(?<![\w/-])(?=[A-ZÅÄÖÜ0-9 -]{0,8}\d)(?=[0-9 -]{0,5}[A-Z])[A-ZÅÄÖÜ0-9]{1,4}[ -]?[A-Z0-9]{2,5}"
    r"(?:[ -][A-Z0-9]{1,4})?(?![\w/-])"
)
_FRENCH_PLATE = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])")
_PLATE_WORDS = words(
    "plates?", "number ?plate", "licen[cs]e plate", "registration", "vehicle", "van", "car", "kennzeichen",
    "immatricul\\w{2,8}", "plaque", "matrícula", "matriculad[oa]", "targ(?:a|ato|ata)", "kenteken",
    "nummerplaat", "rejestracyj\\w{1,4}", "tablic\\w{1,3}", "regnr", "registreringsn\\w{2,6}", "reg\\.? nr",
)  # fmt: skip


def find_spots(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find exact coordinates."""
    for pattern in (_DECIMAL, _DEGREES):
        for match in pattern.finditer(text):
            because = "Coordinates lead to one house."
            yield Hit(Kind.SPOT, *match.span(), because, 0.85)


def find_streets(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find streets with the number of a house."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            because = "A street with a number leads to one house."
            yield Hit(Kind.STREET, *match.span(), because, 0.65)


def find_plates(text: str, _hints: Hints) -> Iterator[Hit]:
    """Find number plates: of the French form anywhere, others after a word that says so."""
    because = "A number plate leads to one owner."
    for match in _FRENCH_PLATE.finditer(text):
        yield Hit(Kind.PLATE, *match.span(), because, 0.7)
    if not _PLATE_WORDS.search(text):
        return
    for match in _PLATE.finditer(text):
        if stands_before(_PLATE_WORDS, text, match.start(), 32):
            yield Hit(Kind.PLATE, *match.span(), because, 0.6)
