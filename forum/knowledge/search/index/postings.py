"""Posting lists in the block format of Whoosh's third codec, written and read as arrays.

A list is a magic word and blocks. A block is its length (negative for the last one), a pickled
header and a pickled triple: differences of document numbers, weights, values. Whoosh writes and
reads them posting by posting; here a block's numbers are packed arrays, which Whoosh's own readers
take just as well. Pickles are read from the index directory only, which no one but us writes.
"""

import io
import pickle
import struct
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"W3Bl"
BLOCK = 4_096  # postings; large blocks leave less to do in Python
PACKED_FROM = 24  # postings; below, packing an array costs more bytes than it saves
COMPRESSED_FROM = 200  # bytes
PROTOCOL = 5

_length = struct.Struct("!i")
_term_info = struct.Struct("!BfIBBfIIqi")


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs in one segment: rising document numbers and the weight in each."""

    documents: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    @property
    def size(self) -> int:
        """Return about how many bytes this keeps in memory."""
        return int(self.documents.nbytes + self.weights.nbytes) + 300


def write_postings(
    file: Any, documents: Sequence[int], weights: Sequence[float], values: Sequence[bytes] | None
) -> bytes:
    """Write a list to the file and return the term information that finds it again."""
    start = file.tell()
    file.write(MAGIC)
    for at in range(0, len(documents), BLOCK):
        end = at + BLOCK
        some = None if values is None else values[at:end]
        block = _block(documents[at:end], weights[at:end], some)
        is_last = end >= len(documents)
        file.write(_length.pack(-len(block) if is_last else len(block)) + block)
    heaviest = max(weights)
    return _term_info.pack(
        *(0, sum(weights), len(documents), 0, 0, heaviest, documents[0], documents[-1]),
        *(start, file.tell() - start),
    )


def extent_in(information: memoryview) -> tuple[int, int]:
    """Return where the list begins that write_postings() gave this information for, and its bytes."""
    start, length = _term_info.unpack(information)[-2:]
    return start, length


def _block(
    documents: Sequence[int], weights: Sequence[float], values: Sequence[bytes] | None
) -> bytes:
    steps: Any = [documents[0], *(b - a for a, b in pairwise(documents))]
    heaviest = max(weights)
    same: Any = None if heaviest == 1.0 else heaviest
    kept: Any = same if min(weights) == heaviest else array("f", weights)
    if len(documents) >= PACKED_FROM:
        steps = array("I", steps)
    else:
        steps = tuple(steps)
        kept = tuple(kept) if isinstance(kept, array) else kept
    data = pickle.dumps((steps, kept, None if values is None else tuple(values)), PROTOCOL)
    level = 1 if len(data) >= COMPRESSED_FROM else 0
    header = (len(documents), documents[-1], heaviest, level, 0, 0)
    return pickle.dumps(header, 2) + (zlib.compress(data, level) if level else data)


def read_postings(data: memoryview) -> Postings:
    """Read a whole list from its bytes."""
    documents, weights = [], []
    for count, steps, weight, _ in _blocks(data):
        numbers = np.asarray(steps, dtype=np.int64) if isinstance(steps, tuple) else _view(steps)
        documents.append(np.cumsum(numbers, dtype=np.int32))
        weights.append(_spread(weight, count))
    if len(documents) == 1:
        return Postings(documents[0], weights[0])
    return Postings(np.concatenate(documents), np.concatenate(weights))


def read_places(data: memoryview) -> npt.NDArray[np.uint32]:
    """Read the positions of all postings of a list, one after another."""
    return np.frombuffer(b"".join(b"".join(block[3]) for block in _blocks(data)), dtype="<u4")


def read_rows(data: memoryview) -> Iterator[tuple[int, float, bytes]]:
    """Read a list posting by posting: document, weight, value."""
    for count, steps, weight, values in _blocks(data):
        yield from zip(
            accumulate(steps),
            _spread(weight, count).tolist(),
            (b"",) * count if values is None else values,
            strict=True,
        )


def _blocks(data: memoryview) -> Iterator[tuple[int, Any, Any, Any]]:
    at = len(MAGIC)
    while True:
        (length,) = _length.unpack_from(data, at)
        at += _length.size
        block = io.BytesIO(data[at : at + abs(length)])
        header = pickle.load(block)  # noqa: S301 -- see the head of this file
        rest = block.read()
        yield header[0], *pickle.loads(zlib.decompress(rest) if header[3] else rest)  # noqa: S301
        if length < 0:
            return
        at += length


def _view(packed: "array[int]") -> npt.NDArray[np.int64]:
    return np.frombuffer(packed, dtype=np.uint32).astype(np.int64)


def _spread(weight: Any, count: int) -> npt.NDArray[np.float32]:
    if weight is None:
        return np.ones(count, dtype=np.float32)
    if isinstance(weight, float):
        return np.full(count, weight, dtype=np.float32)
    return np.asarray(weight, dtype=np.float32)
