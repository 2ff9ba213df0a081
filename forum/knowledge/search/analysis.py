"""How text becomes terms, the same way for posts and for queries.

A word is a run of letters, digits and underscores, in lower case. Scripts that put no space between
words give one word for each character; a query in them is then a phrase of characters.
A word's term is its Snowball stem in the language of the post, with accents folded. An accented
word has a second term when folding first leads to another stem, so that whoever types without
accents finds it under every ending.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType

import Stemmer

from forum.kernel.text import PLAIN_LETTERS

UNKNOWN = ""  # none of ours, or not told
STEMMERS = MappingProxyType(
    {
        "en": Stemmer.Stemmer("english", 0),
        "fr": Stemmer.Stemmer("french", 0),
        "de": Stemmer.Stemmer("german", 0),
        "es": Stemmer.Stemmer("spanish", 0),
        "it": Stemmer.Stemmer("italian", 0),
        "nl": Stemmer.Stemmer("dutch", 0),
        "pt": Stemmer.Stemmer("portuguese", 0),
        "ro": Stemmer.Stemmer("romanian", 0),
        "da": Stemmer.Stemmer("danish", 0),
        "no": Stemmer.Stemmer("norwegian", 0),
        "sv": Stemmer.Stemmer("swedish", 0),
        "fi": Stemmer.Stemmer("finnish", 0),
    }
)
# The place of a language here is its code in the index: append, never reorder.
LANGUAGES = (UNKNOWN, "en", "fr", "de", "es", "it", "nl", "pt", "ro", "da", "no", "sv", "fi")
CODES = MappingProxyType({language: code for code, language in enumerate(LANGUAGES)})

LONGEST_TERM = 64

# Thai to Khmer, kana and ideographs: written without spaces.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c))[0] == "M")
BEYOND_EUROPE = "\u0590"  # from here on scripts need the slower pattern
ASCII_WORD = re.compile(r"\w+", re.ASCII)
EUROPEAN_WORD = re.compile("\\w[\\w\u0300-\u036f\u0483-\u0489]*")
ANY_WORD = re.compile(f"(?![{MARKS}])[{UNSPACED}][{MARKS}]*|(?:(?![{UNSPACED}])\\w[{MARKS}]*)+")


def words_of(text: str) -> list[str]:
    """Split text into lower-case words."""
    if text.isascii():
        return ASCII_WORD.findall(text.lower())
    text = unicodedata.normalize("NFKC", text).lower()
    return _pattern_for(text).findall(text)


def spans_of(text: str) -> Iterator[tuple[int, int]]:
    """Go through where words begin and end in a text as it is written."""
    return (found.span() for found in _pattern_for(text).finditer(text))


def _pattern_for(text: str) -> re.Pattern[str]:
    if text.isascii():
        return ASCII_WORD
    return EUROPEAN_WORD if max(text) < BEYOND_EUROPE else ANY_WORD


def fold(word: str) -> str:
    """Take the accents off a lower-case word: `straße` becomes `strasse`, `łódź` becomes `lodz`."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.translate(PLAIN_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


@lru_cache(maxsize=32_768)
def surface_of(word: str) -> str:
    """Return a word as the index lists it for completion and correction: whole, accents folded."""
    return fold(word)[:LONGEST_TERM]


@lru_cache(maxsize=32_768)
def terms_of(word: str, language: str) -> tuple[str, ...]:
    """Return the one or two terms that stand for a lower-case word in a language."""
    stemmer = STEMMERS.get(language)
    if stemmer is None:
        return (fold(word)[:LONGEST_TERM],)
    term = fold(stemmer.stemWord(word))[:LONGEST_TERM]
    if word.isascii():
        return (term,)
    other = fold(stemmer.stemWord(fold(word)))[:LONGEST_TERM]
    return (term,) if other == term else (term, other)


@lru_cache(maxsize=4_096)
def languages_by_term(word: str, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return each term that a word has in these languages, with the languages it holds for."""
    found: dict[str, list[str]] = {}
    for language in languages:
        for term in terms_of(word, language):
            found.setdefault(term, []).append(language)
    return {term: tuple(where) for term, where in found.items()}


def term_places(words: Iterable[str], language: str, start: int = 0) -> dict[str, list[int]]:
    """Return the positions of every term in a row of words, in rising order."""
    by_word: dict[str, list[int]] = {}
    for position, word in enumerate(words, start):
        if word in by_word:
            by_word[word].append(position)
        else:
            by_word[word] = [position]
    places: dict[str, list[int]] = {}
    for word, positions in by_word.items():
        for term in terms_of(word, language):
            earlier = places.get(term)
            places[term] = positions if earlier is None else sorted(earlier + positions)
    return places
