"""The fields of the index and the record that each post has in it."""

import struct
from typing import Any

import numpy as np
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format

BODY, TITLE, TAGS = "body", "title", "tags"
TEXT_FIELDS = (BODY, TITLE, TAGS)  # stems, with positions
WORD = "word"  # whole words of all three, for completion and correction
RECORD = "record"

# The weight of a posting in WORD names the best place where the word stands.
IN_BODY, IN_TAGS, IN_TITLE = 1.0, 2.0, 3.0

pack_record = struct.Struct(">IIIIqIBB").pack
RECORD_TYPE = np.dtype(
    [
        ("post", ">u4"),
        ("thread", ">u4"),
        ("author", ">u4"),
        ("number", ">u4"),
        ("created", ">i8"),  # microseconds since 1970
        ("length", ">u4"),  # words in the body
        ("language", "u1"),
        ("first", "u1"),
    ]
)


class Places(Format):  # type: ignore[misc]  # Whoosh is untyped
    """A posting that holds the word's positions as little-endian numbers of four bytes."""

    def decode_positions(self, value: bytes) -> list[int]:
        return [place for (place,) in struct.iter_unpack("<I", value)]

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4


class Terms(FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """A field whose terms come ready from the analysis; its lengths stand in the record."""

    def __init__(self, form: Any) -> None:
        super().__init__(form, analyzer=None)


SCHEMA = Schema(
    **{field: Terms(Places()) for field in TEXT_FIELDS},
    **{WORD: Terms(Existence()), RECORD: COLUMN(FixedBytesColumn(RECORD_TYPE.itemsize))},
)
