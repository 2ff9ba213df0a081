"""Small acts on words: how names are compared and how they look in an address."""

import re
import unicodedata

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"ħ": "h", "ŧ": "t", "ŋ": "n"}
)
"""Letters that are no letter with an accent, as those write them who lack them."""


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC-normalised and case-folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def without_accents(text: str) -> str:
    """Return the text in lower case, its accents and special letters spelt plainly."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(PLAIN_LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def slug_of(title: str, *, otherwise: str = "thread") -> str:
    """Return the words of a title as they stand in an address, at most 80 letters.

    A title of digits alone would be taken for an id there, so a word stands before it.
    """
    slug = _NOT_IN_SLUG.sub("-", without_accents(title)).strip("-")[:70].rstrip("-")
    return f"{otherwise}-{slug}" if slug.isdigit() else slug or otherwise
