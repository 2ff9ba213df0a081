"""Threads that talk of what somebody is about to write of."""

from collections.abc import Sequence

from forum.accounts.values import Person
from forum.kernel.language import detect_language
from forum.knowledge.search.asking import audience_of
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.indexing import search_engine

MOST = 8
"""More than are shown, since some may have been moved away since they were indexed."""

LEAST_SHARE = 0.3
"""Of the best one's score: the others share a word or two that says little."""


def similar_to(person: Person, text: str, but_not: frozenset[int]) -> Sequence[int]:
    """Return the threads most like a text, from the index; none while it is put in order."""
    audience = audience_of(person)
    try:
        hits = search_engine().similar(
            text, detect_language(text), audience, but_not=but_not, size=MOST
        )
    except SearchUnavailableError:
        return ()
    best = max((hit.score for hit in hits), default=0.0)
    return [hit.thread_id for hit in hits if hit.score >= LEAST_SHARE * best]
