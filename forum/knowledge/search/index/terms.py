"""Finding a term in the hash table of a segment, in one call instead of Whoosh's dozen.

A question asks each segment for each form of its words in each field, and most are nowhere.
"""

import hashlib
import struct
from functools import lru_cache

from whoosh.codec.whoosh3 import W3TermsReader

from forum.knowledge.search.index.postings import extent_in

_SLOT = struct.Struct("!Iq")
_LENGTHS = struct.Struct("!ii")
_FIELD = struct.Struct("!H")
TABLES = 256


class TermTable:
    """The hash table at the end of a segment's list of terms, as Whoosh has written it."""

    def __init__(self, terms: W3TermsReader) -> None:
        file = terms._tindex  # noqa: SLF001 -- Whoosh shows it to nobody
        self._memory: memoryview = file.dbfile.whole
        self._tables: list[tuple[int, int]] = file.tables
        self._fields = {
            name: _FIELD.pack(number)
            for name, number in terms._fieldmap.items()  # noqa: SLF001 -- likewise
        }

    def extent(self, field: str, term: bytes) -> tuple[int, int] | None:
        """Return where a term's postings begin and how many bytes they are; None where it is not."""
        prefix = self._fields.get(field)
        if prefix is None:
            return None
        key = prefix + term
        hashed = _hash(key)
        start, slots = self._tables[hashed % TABLES]
        if not slots:
            return None
        at, memory = (hashed // TABLES) % slots, self._memory
        for _ in range(slots):
            found, place = _SLOT.unpack_from(memory, start + at * _SLOT.size)
            if not place:
                return None
            if found == hashed:
                length, size = _LENGTHS.unpack_from(memory, place)
                begin = place + _LENGTHS.size
                end = begin + length
                if memory[begin:end] == key:
                    return extent_in(memory[end : end + size])
            at = (at + 1) % slots
        return None


# All segments are asked for the same words one after the other.
@lru_cache(maxsize=4_096)
def _hash(key: bytes) -> int:
    return int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")
