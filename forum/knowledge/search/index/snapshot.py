"""The whole index at one moment: immutable, so that threads share it without a lock.

Posts are numbered through all segments: a post's number is its place in its segment plus the
segment's base.
"""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.index import TOC

from forum.knowledge.search.index.schema import RECORD_TYPE, SCHEMA, TEXT_FIELDS, WORD
from forum.knowledge.search.index.segments import Cache, Segment
from forum.knowledge.search.index.sets import Mask, Posts
from forum.knowledge.search.index.storage import DurableStorage
from forum.knowledge.search.index.threads import ThreadTable
from forum.knowledge.search.index.writer import NAME, threads_file

Result = TypeVar("Result")
Occurrences: TypeAlias = tuple[str, Posts, npt.NDArray[np.float32]]
"""A field with the posts that have a term in it, and its weight in each."""

TOC_NAME = re.compile(rf"_{NAME}_(\d+)\.toc")
PLACE_BITS = 21  # of a place's key, the rest is the post
LISTED_TERMS = 256  # a prefix stands for so many words at most, the most frequent ones
KEPT_VIEWS = 12
KEPT_JOINED = 8_192  # postings; longer lists are kept by segment only


class Snapshot:
    """An index generation with its columns side by side."""

    def __init__(
        self,
        generation: int,
        segments: tuple[Segment, ...],
        deleted: tuple[npt.NDArray[np.int64], ...],
        threads: ThreadTable,
        cache: Cache,
    ) -> None:
        self.generation = generation
        self.segments = segments
        self.threads = threads
        self._cache = cache
        self._identity = object()
        self.bases = tuple(np.cumsum([0, *map(len, segments)]).tolist())
        self.size = self.bases[-1]
        self.deleted = sum(map(len, deleted))
        self.live: Mask = np.ones(self.size, dtype=np.bool_)
        for base, gone in zip(self.bases, deleted, strict=False):
            self.live[base + gone] = False
        self._set_columns()
        self._views: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def _set_columns(self) -> None:
        records = [segment.records for segment in self.segments]
        every = np.concatenate(records) if records else np.zeros(0, dtype=RECORD_TYPE)
        self.posts = every["post"].astype(np.int64)
        self.authors = every["author"].astype(np.int64)
        self.numbers = every["number"].astype(np.int32)
        self.created = every["created"].astype(np.int64)
        self.lengths = every["length"].astype(np.int32)
        self.languages = every["language"].copy()
        self.first = every["first"].astype(np.bool_)
        self.rows = self.threads.rows_of(every["thread"].astype(np.int64))

    @staticmethod
    def open(storage: DurableStorage, cache: Cache, known: "Snapshot | None" = None) -> "Snapshot":
        """Return the latest generation: the known one, or one that takes over its open segments.

        Raises OSError when a commit removes files in the meantime; then one tries again.
        """
        if known is not None and known.generation == Snapshot.latest(storage):
            return known
        contents = TOC.read(storage, NAME, schema=SCHEMA)
        opened = {segment.name: segment for segment in known.segments} if known else {}
        segments = tuple(
            opened.get(one.segment_id()) or Segment.open(storage, one) for one in contents.segments
        )
        deleted = tuple(
            np.fromiter(one.deleted_docs(), dtype=np.int64) for one in contents.segments
        )
        threads = ThreadTable.load(threads_file(storage.path, contents.generation))
        return Snapshot(contents.generation, segments, deleted, threads, cache)

    @staticmethod
    def latest(storage: DurableStorage) -> int:
        """Return the number of the latest generation, -1 when there is none."""
        found = (TOC_NAME.fullmatch(name) for name in storage.list())
        return max((int(match[1]) for match in found if match), default=-1)

    def view(self, key: Any, make: Callable[[], Result]) -> Result:
        """Return what was made for a key before, such as an audience's mask, or make it."""
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                found: Result = self._views[key]
                return found
        made = make()
        with self._lock:
            self._views[key] = made
            while len(self._views) > KEPT_VIEWS:
                self._views.popitem(last=False)
        return made

    def postings(self, field: str, term: str) -> tuple[Posts, npt.NDArray[np.float32]]:
        """Return the posts that have a term in a field, and its weight in each."""
        key = (self._identity, field, term)
        kept: tuple[Posts, npt.NDArray[np.float32]] | None = self._cache.get(key)
        if kept is not None:
            return kept
        found = self._joined_postings(field, term)
        if len(found[0]) > KEPT_JOINED:
            return found
        return self._cache.keep(key, found, 400 + 12 * len(found[0]))

    def occurrences(self, term: str) -> tuple[Occurrences, ...]:
        """Return the fields of texts that have a term, with its posts and its weight in each.

        Most terms stand in bodies alone, so that one look is enough where there were three.
        """
        key = (self._identity, term)
        kept: tuple[Occurrences, ...] | None = self._cache.get(key)
        if kept is not None:
            return kept
        every = ((field, *self.postings(field, term)) for field in TEXT_FIELDS)
        found = tuple(one for one in every if len(one[1]))
        count = sum(len(one[1]) for one in found)
        return found if count > KEPT_JOINED else self._cache.keep(key, found, 300 + 12 * count)

    def _joined_postings(self, field: str, term: str) -> tuple[Posts, npt.NDArray[np.float32]]:
        found = [
            (base, part)
            for base, segment in zip(self.bases, self.segments, strict=False)
            if len((part := segment.postings(field, term, self._cache)).documents)
        ]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        posts = [np.add(part.documents, base, dtype=np.int64) for base, part in found]
        if len(found) == 1:
            return posts[0], found[0][1].weights
        return np.concatenate(posts), np.concatenate([part.weights for _, part in found])

    def places(self, field: str, term: str) -> npt.NDArray[np.int64]:
        """Return where a term stands, rising: post and position in one number."""
        key = (self._identity, field, term, "places")
        kept: npt.NDArray[np.int64] | None = self._cache.get(key)
        if kept is not None:
            return kept
        parts = [
            _segment_places(segment, base, field, term, self._cache)
            for base, segment in zip(self.bases, self.segments, strict=False)
        ]
        found = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
        return self._cache.keep(key, found, 400 + found.nbytes)

    def listed(self, field: str, prefix: str) -> tuple[str, ...]:
        """Return the terms of a field that begin with a prefix, the most frequent ones first."""
        counts: Counter[str] = Counter()
        for segment in self.segments:
            key = (segment.name, field, prefix, "prefix")
            terms = self._cache.get(key)
            if terms is None:
                terms = tuple(segment.terms_from(field, prefix))
                self._cache.keep(key, terms, 300 + 100 * len(terms))
            counts.update(dict(terms))
        ordered = sorted(counts, key=lambda term: (-counts[term], term))
        return tuple(ordered[:LISTED_TERMS])

    def most_frequent(self, field: str, count: int) -> list[str]:
        """Return the most frequent terms of the largest segment."""
        if not self.segments:
            return []
        terms = dict(max(self.segments, key=len).terms_from(field, ""))
        return [term for term, _ in Counter(terms).most_common(count)]

    def vocabularies(
        self, letter: str, make: Callable[[tuple[str, ...]], Result]
    ) -> Iterator[Result]:
        """Go through what is made of each segment's words with one first letter, and keep it."""
        for segment in self.segments:
            key = (segment.name, letter, "vocabulary")
            made = self._cache.get(key)
            if made is None:
                words = tuple(word for word, _ in segment.terms_from(WORD, letter))
                made = self._cache.keep(key, make(words), 300 + 60 * len(words))
            yield made


def _segment_places(
    segment: Segment, base: int, field: str, term: str, cache: Cache
) -> npt.NDArray[np.int64]:
    found = segment.postings(field, term, cache)
    if not len(found.documents):
        return np.zeros(0, dtype=np.int64)
    posts = np.add(found.documents, base, dtype=np.int64)
    counts = found.weights.astype(np.int64)
    places: npt.NDArray[np.int64] = np.repeat(posts << PLACE_BITS, counts)
    places += segment.places(field, term)
    return places
