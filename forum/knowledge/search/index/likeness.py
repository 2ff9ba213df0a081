"""Threads that talk of the same: those that share a text's most telling words."""

from collections import Counter

import numpy as np

from forum.knowledge.search.analysis import STEMMERS, UNKNOWN, words_of
from forum.knowledge.search.index.matching import Matches
from forum.knowledge.search.index.pages import page_of_hits, rank
from forum.knowledge.search.index.schema import BODY
from forum.knowledge.search.index.sets import Found, joined
from forum.knowledge.search.index.views import View
from forum.knowledge.search.index.words import Asked, find
from forum.knowledge.search.stopwords import is_stop_word
from forum.knowledge.search.values import Hit, Match, Order

READ_WORDS = 2_000
TRIED_WORDS = 30
TELLING_WORDS = 12
SHORTEST_WORD = 3
NOTED_WORDS = 10_000


def similar_threads(
    view: View, text: str, language: str, but_not: frozenset[int], size: int
) -> tuple[Hit, ...]:
    """Find the visible threads that share the most telling words of a text."""
    found = joined(_telling(view, text, language), np.add, view.size)
    threads = view.snapshot.threads.rows["thread"]
    kept = ~np.isin(threads[view.snapshot.rows[found.posts]], list(but_not))
    posts = found.posts[kept]
    matches = Matches(posts, found.scores[kept], np.ones(len(posts), np.bool_), Match.ANY)
    ranking = rank(view.snapshot, matches, Order.RELEVANCE)
    return page_of_hits(view.snapshot, ranking, 1, size)


def _telling(view: View, text: str, language: str) -> list[Found]:
    known = language if language in STEMMERS else UNKNOWN
    counts = Counter(
        word
        for word in words_of(text)[:READ_WORDS]
        if len(word) >= SHORTEST_WORD and not word.isdigit() and not is_stop_word(word, known)
    )
    words = [word for word, _ in counts.most_common(TRIED_WORDS)]
    if len(words) > TELLING_WORDS:
        shares = {word: counts[word] * told for word in words if (told := _told_by(view, word))}
        words = sorted(shares, key=lambda word: -shares[word])[:TELLING_WORDS]
    return [found for word in words if len((found := find(view, Asked((word,)))).posts)]


def _told_by(view: View, word: str) -> float:
    """Return how much a word says where it says most; 0 for one that nobody has written.

    It is read from the bodies alone, which have nearly every word, and noted with the view: what
    stands in most texts takes longest and is asked for with nearly every text.
    """
    told = view.told.get(word)
    if told is None:
        found = find(view, Asked((word,)), (BODY,))
        told = float(found.scores.max()) if len(found.posts) else 0.0
        if len(view.told) >= NOTED_WORDS:
            view.told.clear()
        view.told[word] = told
    return told
