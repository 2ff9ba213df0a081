"""Which posts have a word, a phrase or the beginning of a word, and how well each one fits.

The score of a word in a post is its rarity among the posts this audience can read, times how much
the body makes of it (BM25, at most 2.2) plus a fixed amount where it stands among the tags or in
the title. So one word in the title outweighs any number in the body.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from forum.knowledge.search.analysis import fold, words_of
from forum.knowledge.search.index.schema import (
    BODY,
    IN_BODY,
    IN_TAGS,
    IN_TITLE,
    TAGS,
    TEXT_FIELDS,
    TITLE,
    WORD,
)
from forum.knowledge.search.index.sets import (
    Found,
    Mask,
    Posts,
    Scores,
    contained,
    distinct,
    first_of_each,
    joined,
)
from forum.knowledge.search.index.snapshot import PLACE_BITS
from forum.knowledge.search.index.views import View
from forum.knowledge.search.stopwords import is_stop_word

K1 = 1.2
B = 0.75
TITLE_SCORE = 4.0
TAGS_SCORE = 2.5
SHORTEST_PREFIX = 2
UNBOUNDED = 1 << 62  # places are too many to mark them all


@dataclass(frozen=True, slots=True)
class Asked:
    """A chunk of the query as it was typed: one word, or several that must stand side by side."""

    words: tuple[str, ...]
    is_unfinished: bool = False

    # Each page of a search reads the same words again.
    @staticmethod
    @lru_cache(maxsize=4_096)
    def read(text: str, *, is_unfinished: bool = False) -> "Asked":
        words = tuple(words_of(text))
        begun = is_unfinished and len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX
        return Asked(words, begun)

    def stop_languages(self, languages: Iterable[str]) -> frozenset[str]:
        """Return the languages in which this tells nothing beside other words."""
        if self.is_unfinished or len(self.words) != 1:
            return frozenset()
        return frozenset(one for one in languages if is_stop_word(self.words[0], one))


def find(view: View, asked: Asked, fields: tuple[str, ...] = TEXT_FIELDS) -> Found:
    """Find the visible posts that have what was asked for in one of these fields."""
    if len(asked.words) == 1:
        parts = _occurrences(view, asked.words[0], fields)
    else:
        parts = [(field, _side_by_side(view, asked.words, field)) for field in fields]
        parts = [part for part in parts if len(part[1].posts)]
    found = _weighed(view, parts)
    if not asked.is_unfinished:
        return found
    return joined([found, _begun(view, asked.words[0], fields)], np.maximum, view.size)


def _occurrences(view: View, word: str, fields: tuple[str, ...]) -> list[tuple[str, Found]]:
    """Return the fields that have a word in any of its forms, with how often each post has it."""
    by_field: dict[str, list[Found]] = {}
    for term, languages in view.terms_of(word).items():
        for field, posts, weights in view.occurrences(term, languages, fields):
            by_field.setdefault(field, []).append(Found(posts, weights.astype(np.float64)))
    return [
        (field, joined(by_field[field], np.maximum, view.size))
        for field in fields
        if field in by_field
    ]


def _side_by_side(view: View, words: tuple[str, ...], field: str) -> Found:
    # Where the whole would begin whose word at this place stands there: the fewest decide.
    begins = [
        [places - at for places in _places_of(view, word, field)] for at, word in enumerate(words)
    ]
    begins.sort(key=lambda parts: sum(map(len, parts)))
    starts = distinct(np.concatenate(begins[0]))
    for parts in begins[1:]:
        starts = starts[_in_any(starts, parts)]
    posts = starts >> PLACE_BITS
    posts = posts[view.visible[posts]]
    if not len(posts):
        return Found.nothing()
    first = np.flatnonzero(first_of_each(posts))
    return Found(posts[first], np.diff(first, append=len(posts)).astype(np.float64))


def _places_of(view: View, word: str, field: str) -> list[Posts]:
    """Return where each form of a word stands, in posts of the languages that have this form."""
    return [
        view.within(languages, view.snapshot.places(field, term))
        for term, languages in view.terms_of(word).items()
    ]


def _in_any(starts: Posts, parts: list[Posts]) -> Mask:
    return cast("Mask", np.any([contained(starts, part, UNBOUNDED) for part in parts], axis=0))


def _weighed(view: View, parts: list[tuple[str, Found]]) -> Found:
    if not parts:
        return Found.nothing()
    rarity = rarity_of(view, len(parts[0][1].posts))
    weighed = [Found(found.posts, _fit(view, field, found)) for field, found in parts]
    total = joined(weighed, np.add, view.size)
    return Found(total.posts, total.scores * rarity)


def _fit(view: View, field: str, found: Found) -> Scores:
    if field == BODY:
        return found.scores * (K1 + 1) / (found.scores + _norms(view)[found.posts])
    return np.full(len(found.posts), TITLE_SCORE if field == TITLE else TAGS_SCORE)


def _norms(view: View) -> Scores:
    """Return by post how little a word says in one that is long; the same for every word."""
    norms: Scores | None = view.norms.get(BODY)
    if norms is None:
        relative = view.snapshot.lengths / view.mean_length
        norms = view.norms[BODY] = K1 * (1 - B + B * relative)
    return norms


def rarity_of(view: View, count: int) -> float:
    """Return how much a word tells that this many visible posts have."""
    return float(np.log1p((view.count - count + 0.5) / (count + 0.5)))


def _begun(view: View, word: str, fields: tuple[str, ...]) -> Found:
    places = {BODY: IN_BODY, TAGS: IN_TAGS, TITLE: IN_TITLE}
    fits = {IN_BODY: 1.0, IN_TAGS: TAGS_SCORE, IN_TITLE: TITLE_SCORE}
    lowest = min(places[field] for field in fields)
    parts = []
    for term in view.snapshot.listed(WORD, fold(word)):
        posts, weights = view.postings(WORD, term)
        kept = weights >= lowest
        scores = np.array([0.0, *fits.values()])[weights[kept].astype(np.int64)]
        parts.append(Found(posts[kept], scores))
    found = joined(parts, np.maximum, view.size)
    return Found(found.posts, found.scores * rarity_of(view, len(found.posts)))
