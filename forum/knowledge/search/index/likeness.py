"""Threads that talk of the same: those that share a text's most telling words."""

from collections import Counter

import numpy as np

from forum.knowledge.search.analysis import STEMMERS, UNKNOWN, words_of
from forum.knowledge.search.index.matching import Matches
from forum.knowledge.search.index.pages import page_of_hits, rank
from forum.knowledge.search.index.sets import Found, joined
from forum.knowledge.search.index.views import View
from forum.knowledge.search.index.words import Asked, find
from forum.knowledge.search.stopwords import is_stop_word
from forum.knowledge.search.values import Hit, Match, Order

READ_WORDS = 2_000
TRIED_WORDS = 40
TELLING_WORDS = 12
SHORTEST_WORD = 3


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
    tried = [
        (count * float(found.scores.max()), found)
        for word, count in counts.most_common(TRIED_WORDS)
        for found in [find(view, Asked((word,)))]
        if len(found.posts)
    ]
    tried.sort(key=lambda pair: -pair[0])
    return [found for _, found in tried[:TELLING_WORDS]]
