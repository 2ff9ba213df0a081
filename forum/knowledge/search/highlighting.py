"""The piece of a text in which the words of a query stand, with these words marked.

Words are recognised as the index recognises them: by their stems in the language of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from forum.knowledge.search.analysis import CODES, UNKNOWN, spans_of, surface_of, terms_of, words_of
from forum.knowledge.search.query import ParsedQuery
from forum.knowledge.search.stopwords import is_stop_word

LONGEST_TEXT = 100_000  # letters looked at
MARKS_WEIGHED = 500
WORDS_SHOWN = 36
WORDS_BEFORE = 8  # the first marked word stands after so many others


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is marked, or is not."""

    text: str
    is_marked: bool = False


class _Word(NamedTuple):
    start: int
    end: int
    word: str


class Highlighter:
    """Marks the words of one query in texts."""

    def __init__(self, parsed: ParsedQuery) -> None:
        chunks = (*parsed.words, *parsed.phrases)
        self._rows = [words for words in map(words_of, chunks) if words]
        begun = words_of(parsed.prefix)
        self._begun = surface_of(begun[0]) if len(begun) == 1 and len(begun[0]) > 1 else ""
        if begun and not self._begun:
            self._rows.append(begun)

    def whole(self, text: str, language: str) -> tuple[Piece, ...]:
        """Return all of a short text, such as a title, with its marks."""
        return _pieces(text, 0, len(text), self._marked(_words(text), language))

    def snippet(self, text: str, language: str) -> tuple[Piece, ...]:
        """Return the part of a text that has most of the query's words, with its marks."""
        text = " ".join(text[:LONGEST_TEXT].split())
        words = _words(text)
        marked = self._marked(words, language)
        first = _best_start(words, marked)
        last = min(first + WORDS_SHOWN, len(words))
        start = words[first].start if first else 0
        end = words[last - 1].end if last < len(words) else len(text)
        shown = _pieces(text, start, end, marked)
        ahead = (Piece("… "),) if start else ()
        behind = (Piece(" …"),) if end < len(text) else ()
        return (*ahead, *shown, *behind)

    def _marked(self, words: Sequence[_Word], language: str) -> dict[int, _Word]:
        # Marked words by their place in the row of words.
        language = language if language in CODES else UNKNOWN
        telling = [row for row in self._rows if not _is_common(row, language)] or self._rows
        single = frozenset(
            term for row in telling if len(row) == 1 for term in terms_of(row[0], language)
        )
        known = {one.word for one in words}
        hit = {word for word in known if not single.isdisjoint(terms_of(word, language))}
        if self._begun:
            hit |= {word for word in known if surface_of(word).startswith(self._begun)}
        places = {at for at, one in enumerate(words) if one.word in hit}
        for row in telling:
            if len(row) > 1:
                places |= _side_by_side(row, words, language)
        return {at: words[at] for at in sorted(places)}


def _side_by_side(row: Sequence[str], words: Sequence[_Word], language: str) -> set[int]:
    wanted = [frozenset(terms_of(word, language)) for word in row]
    terms = [terms_of(one.word, language) for one in words]
    starts = (
        at
        for at in range(len(words) - len(row) + 1)
        if all(not one.isdisjoint(terms[at + n]) for n, one in enumerate(wanted))
    )
    return {at + n for at in starts for n in range(len(row))}


def _words(text: str) -> list[_Word]:
    words = []
    for start, end in spans_of(text):
        written = text[start:end]
        split = [written.lower()] if written.isascii() else words_of(written)
        words += [_Word(start, end, word) for word in split]
    return words


def _pieces(text: str, start: int, end: int, marked: dict[int, _Word]) -> tuple[Piece, ...]:
    pieces = []
    at = start
    for word in marked.values():
        if at <= word.start and word.end <= end:
            pieces.append(Piece(text[at : word.start]))
            pieces.append(Piece(text[word.start : word.end], is_marked=True))
            at = word.end
    pieces.append(Piece(text[at:end]))
    return tuple(piece for piece in pieces if piece.text)


def _is_common(row: Sequence[str], language: str) -> bool:
    return len(row) == 1 and is_stop_word(row[0], language)


def _best_start(words: Sequence[_Word], marked: dict[int, _Word]) -> int:
    # Where the most different marked words follow; the first such place of equals.
    places = list(marked)[:MARKS_WEIGHED]
    best, most = 0, 0
    for number, first in enumerate(places):
        near = places[number : number + WORDS_SHOWN]
        within = {marked[at].word for at in near if at < first + WORDS_SHOWN - WORDS_BEFORE}
        if len(within) > most:
            best, most = first, len(within)
    return min(max(0, best - WORDS_BEFORE), max(0, len(words) - WORDS_SHOWN))
