"""Which posts have a word, a phrase or the beginning of a word, and how well each one fits.

The score of a word in a post is its rarity among the posts this audience can read, times how much
the body makes of it (BM25, at most 2.2) plus a fixed amount where it stands among the tags or in
the title. So one word in the title outweighs any number in the body.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
    Posts,
    Scores,
    contained,
    distinct,
    first_of_each,
    joined,
    union,
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

    @staticmethod
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
    parts = [(field, _occurrences(view, asked, field)) for field in fields]
    found = _weighed(view, parts)
    if not asked.is_unfinished:
        return found
    return joined([found, _begun(view, asked.words[0], fields)], np.maximum, view.size)


def _occurrences(view: View, asked: Asked, field: str) -> Found:
    # The scores here are numbers of occurrences.
    if len(asked.words) == 1:
        parts = [
            Found(posts, weights.astype(np.float64))
            for term, languages in view.terms_of(asked.words[0]).items()
            for posts, weights in [view.postings(field, term, languages)]
        ]
        return joined(parts, np.maximum, view.size)
    return _side_by_side(view, asked.words, field)


def _side_by_side(view: View, words: tuple[str, ...], field: str) -> Found:
    terms = {
        word: [
            (term, view.postings(field, term, languages)[0])
            for term, languages in view.terms_of(word).items()
        ]
        for word in words
    }
    common = _common_posts(view, list(terms.values()))
    starts: Posts | None = None
    for at, word in enumerate(words):
        here = _starts(view, field, at, terms[word], common)
        starts = here if starts is None else starts[contained(starts, here, UNBOUNDED)]
        if not len(starts):
            return Found.nothing()
    posts = cast("Posts", starts) >> PLACE_BITS
    begins = np.flatnonzero(first_of_each(posts))
    return Found(posts[begins], np.diff(begins, append=len(posts)).astype(np.float64))


def _common_posts(view: View, words: list[list[tuple[str, Posts]]]) -> Posts:
    sets = sorted((union([posts for _, posts in terms], view.size) for terms in words), key=len)
    common = sets[0]
    for posts in sets[1:]:
        common = common[contained(common, posts, view.size)]
    return common


def _starts(
    view: View, field: str, at: int, terms: list[tuple[str, Posts]], common: Posts
) -> Posts:
    # Where a phrase would begin whose word at this place stands here.
    parts = [
        view.snapshot.places(field, term, common[contained(common, posts, view.size)])
        for term, posts in terms
    ]
    keys = parts[0] if len(parts) == 1 else distinct(np.concatenate(parts))
    starts: Posts = keys - at
    within: Posts = starts[starts >> PLACE_BITS == keys >> PLACE_BITS]
    return within


def _weighed(view: View, parts: list[tuple[str, Found]]) -> Found:
    weighed = []
    rarity = 0.0
    for field, found in parts:
        if not rarity and len(found.posts):
            rarity = rarity_of(view, len(found.posts))
        weighed.append(Found(found.posts, _fit(view, field, found)))
    total = joined(weighed, np.add, view.size)
    return Found(total.posts, total.scores * rarity)


def _fit(view: View, field: str, found: Found) -> Scores:
    if field == BODY:
        relative = view.snapshot.lengths[found.posts] / view.mean_length
        return found.scores * (K1 + 1) / (found.scores + K1 * (1 - B + B * relative))
    return np.full(len(found.posts), TITLE_SCORE if field == TITLE else TAGS_SCORE)


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
