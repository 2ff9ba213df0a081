"""Which posts have a word, a phrase or the beginning of a word, and how well each one fits.

The score of a word in a post is its rarity among the posts this audience can read, times how much
the body makes of it (BM25, at most 2.2) plus a fixed amount where it stands among the tags or in
the title. So one word in the title outweighs any number in the body.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
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
from forum.knowledge.search.index.snapshot import PLACE_BITS, Mask, Posts, Scores
from forum.knowledge.search.index.views import View
from forum.knowledge.search.stopwords import is_stop_word

K1 = 1.2
B = 0.75
TITLE_SCORE = 4.0
TAGS_SCORE = 2.5
SHORTEST_PREFIX = 2
FEW = 16  # below a sixteenth of all posts, sorting beats an array over all posts


@dataclass(frozen=True, slots=True)
class Found:
    """Rising posts with a score for each."""

    posts: Posts
    scores: Scores

    @staticmethod
    def nothing() -> "Found":
        return Found(np.zeros(0, dtype=np.int64), np.zeros(0))


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
    return joined(view, [found, _begun(view, asked.words[0], fields)], np.maximum)


def _occurrences(view: View, asked: Asked, field: str) -> Found:
    # The scores here are numbers of occurrences.
    if len(asked.words) == 1:
        parts = [
            Found(posts, weights.astype(np.float64))
            for term, languages in view.terms_of(asked.words[0]).items()
            for posts, weights in [view.postings(field, term, languages)]
        ]
        return joined(view, parts, np.maximum)
    return _side_by_side(view, asked.words, field)


def _side_by_side(view: View, words: tuple[str, ...], field: str) -> Found:
    common = _posts_with_all(view, words, field)
    if not len(common):
        return Found.nothing()
    keys = reduce(
        lambda a, b: np.intersect1d(a, b, assume_unique=True),
        (_starts(view, word, at, field, common) for at, word in enumerate(words)),
    )
    posts, counts = np.unique(keys >> PLACE_BITS, return_counts=True)
    return Found(posts, counts.astype(np.float64))


def _posts_with_all(view: View, words: tuple[str, ...], field: str) -> Posts:
    common: Posts | None = None
    for word in dict.fromkeys(words):
        parts = [
            view.postings(field, term, languages)[0]
            for term, languages in view.terms_of(word).items()
        ]
        posts = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
        common = posts if common is None else common[contained(common, posts)]
        if not len(common):
            break
    return cast("Posts", common)


def _starts(view: View, word: str, at: int, field: str, common: Posts) -> Posts:
    # Where a phrase would begin whose word at this place stands here.
    parts = [
        view.snapshot.places(field, term, common[contained(common, posts)])
        for term, languages in view.terms_of(word).items()
        for posts, _ in [view.postings(field, term, languages)]
    ]
    keys = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
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
    total = joined(view, weighed, np.add)
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
    found = joined(view, parts, np.maximum)
    return Found(found.posts, found.scores * rarity_of(view, len(found.posts)))


def joined(view: View, parts: list[Found], combine: np.ufunc) -> Found:
    """Return the posts of all parts, combining the scores of those in several."""
    parts = [part for part in parts if len(part.posts)]
    if not parts:
        return Found.nothing()
    if len(parts) == 1:
        return parts[0]
    if sum(len(part.posts) for part in parts) * FEW < view.snapshot.size:
        return _joined_by_sorting(parts, combine)
    scores = np.zeros(view.snapshot.size)
    seen = np.zeros(view.snapshot.size, dtype=np.bool_)
    for part in parts:
        scores[part.posts] = combine(scores[part.posts], part.scores)
        seen[part.posts] = True
    posts = np.flatnonzero(seen)
    return Found(posts, scores[posts])


def _joined_by_sorting(parts: list[Found], combine: np.ufunc) -> Found:
    posts = np.concatenate([part.posts for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    order = np.argsort(posts, kind="stable")
    posts, scores = posts[order], scores[order]
    begins = np.flatnonzero(np.r_[True, posts[1:] != posts[:-1]])
    return Found(posts[begins], combine.reduceat(scores, begins))


def contained(posts: Posts, among: Posts) -> Mask:
    """Tell of each post whether it is among others, both rising."""
    if not len(among):
        return np.zeros(len(posts), dtype=np.bool_)
    at = np.searchsorted(among, posts)
    at[at == len(among)] = 0
    return cast("Mask", among[at] == posts)
