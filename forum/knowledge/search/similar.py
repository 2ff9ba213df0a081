"""Threads that talk of what a thread talks of, to go on with after it."""

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.kernel.moments import BriefCache
from forum.knowledge.search.asking import audience_of
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.indexing import search_engine
from forum.knowledge.search.queries import opening_of
from forum.knowledge.search.values import Audience

SECONDS = 600
MOST = 6

_Key = tuple[int, str, Audience]


def similar_to(person: Person, thread: Thread) -> tuple[int, ...]:
    """Return the ids of visible threads that talk of the same; nothing while there is no index."""
    return _similar.get((thread.id, thread.title, audience_of(person)))


def _load(key: _Key) -> tuple[int, ...]:
    thread_id, title, audience = key
    text, language = opening_of(thread_id)
    try:
        hits = search_engine().similar(
            f"{title}\n{title}\n{text}",
            language,
            audience,
            but_not=frozenset({thread_id}),
            size=MOST,
        )
    except SearchUnavailableError:
        return ()
    return tuple(hit.thread_id for hit in hits)


_similar: BriefCache[_Key, tuple[int, ...]] = BriefCache(_load, seconds=SECONDS, most=5_000)
