"""One segment of the index, opened for reading without copying it."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo, W3TermsReader

from forum.knowledge.search.index.postings import Postings, read_places, read_postings
from forum.knowledge.search.index.schema import RECORD, RECORD_TYPE
from forum.knowledge.search.index.storage import DurableStorage, MappedFile, MappedSegment
from forum.knowledge.search.index.terms import TermTable

Kept = TypeVar("Kept")


class Cache:
    """Keeps what was decoded last, up to a number of bytes; threads share it."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._used = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """Return what was kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, value: Kept, size: int) -> Kept:
        """Keep a value of about so many bytes and return it."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._used += size
                while self._used > self._capacity and len(self._kept) > 1:
                    self._used -= self._kept.popitem(last=False)[1][1]
        return value


NOTHING = Postings(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


class Segment:
    """The posts, terms and postings of a segment. It never changes; deletions stand outside."""

    def __init__(self, name: str, records: npt.NDArray[np.void], terms: Any, posts: Any) -> None:
        self.name = name
        self.records = records
        self._terms = terms
        self._table = TermTable(terms)
        self._posts: MappedFile = posts

    @staticmethod
    def open(storage: DurableStorage, segment: Any) -> "Segment":
        """Map a segment's file; raises OSError when a commit has just removed it."""
        files = _mapped(storage, segment)
        codec = segment.codec()
        terms_name = segment.make_filename(W3Codec.TERMS_EXT)
        posts = files.open_file(segment.make_filename(W3Codec.POSTS_EXT))
        terms = W3TermsReader(
            codec, files.open_file(terms_name), files.file_length(terms_name), posts
        )
        return Segment(segment.segment_id(), _records(files, segment), terms, posts)

    def __len__(self) -> int:
        return len(self.records)

    def postings(self, field: str, term: str, cache: Cache) -> Postings:
        """Return a term's postings, empty where it does not occur."""
        key = (self.name, field, term)
        found = cache.get(key)
        if found is None:
            data = self._data(field, term.encode())
            if data is None:
                # To look again takes less than to keep it.
                return NOTHING
            found = read_postings(data)
            cache.keep(key, found, found.size)
        return cast("Postings", found)

    def places(self, field: str, term: str) -> npt.NDArray[np.uint32]:
        """Return the positions of a term that occurs here, posting after posting."""
        data = self._data(field, term.encode())
        return read_places(cast("memoryview", data))

    def terms_from(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Go through a field's terms that begin with a prefix, with their number of posts."""
        start = prefix.encode()
        for (name, term), info in self._terms.items_from(field, start):
            if name != field or not term.startswith(start):
                return
            yield term.decode(), info.doc_frequency()

    def all_postings(self) -> Iterator[tuple[str, bytes, memoryview]]:
        """Go through every term of every field with its list's bytes."""
        for (field, term), info in self._terms.items():
            yield field, term, self._extent(info)

    def _data(self, field: str, term: bytes) -> memoryview | None:
        extent = self._table.extent(field, term)
        return None if extent is None else self._posts.view(*extent)

    def _extent(self, info: W3TermInfo) -> memoryview:
        offset, length = info.extent()
        # Whoosh leaves the length in the tuple it was unpacked into.
        return self._posts.view(offset, length[0] if isinstance(length, tuple) else length)


def records_of(storage: DurableStorage, segment: Any) -> npt.NDArray[np.void]:
    """Return the records of a segment's posts without opening its terms."""
    return _records(_mapped(storage, segment), segment)


def _records(files: MappedSegment, segment: Any) -> npt.NDArray[np.void]:
    column = files.open_file(W3Codec.column_filename(segment, RECORD))
    size = segment.doc_count_all() * RECORD_TYPE.itemsize
    return np.frombuffer(column.view(0, size), dtype=RECORD_TYPE)


def _mapped(storage: DurableStorage, segment: Any) -> MappedSegment:
    file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
    try:
        return MappedSegment(file)
    except BaseException:
        file.close()
        raise
