"""The table of threads: facts that change without touching any post's text.

It is written beside each table of contents, so that moving, closing or archiving a thread of two
thousand posts rewrites one row here and no post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import Struct

import numpy as np
import numpy.typing as npt

from forum.knowledge.search.values import ThreadFacts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = Struct("<3q")
"""How many rows, how many tags on threads, and how many bytes of tag names."""

ROW_TYPE = np.dtype(
    [
        ("thread", "<u4"),
        ("category", "<u4"),
        ("created", "<i8"),
        ("posts", "<u4"),
        ("closed", "?"),
        ("archived", "?"),
        ("solved", "?"),
    ]
)


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970; one without a zone is taken for UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class ThreadTable:
    """Facts of threads by rising id, and which tags each one has.

    Tags are pairs of a row and a place in `tag_names`, by rising row.
    """

    rows: npt.NDArray[np.void]
    tag_rows: npt.NDArray[np.int32]
    tag_codes: npt.NDArray[np.int32]
    tag_names: tuple[str, ...]

    @staticmethod
    def empty() -> "ThreadTable":
        none = np.zeros(0, dtype=np.int32)
        return ThreadTable(np.zeros(0, dtype=ROW_TYPE), none, none, ())

    def rows_of(self, thread_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the row of each thread; every one must be in the table."""
        known = self.rows["thread"]
        places = np.zeros(int(known[-1]) + 1 if len(known) else 1, dtype=np.int32)
        places[known] = np.arange(len(known), dtype=np.int32)
        return places[thread_ids].astype(np.int64)

    def with_facts(self, facts: Iterable[ThreadFacts]) -> "ThreadTable":
        """Return the table with these threads as they now are."""
        fresh = {fact.thread_id: fact for fact in facts}
        if not fresh:
            return self
        kept = ~np.isin(self.rows["thread"], list(fresh))
        rows = np.concatenate([self.rows[kept], _rows(fresh.values())])
        order = np.argsort(rows["thread"])
        place = np.empty(len(rows), dtype=np.int32)
        place[order] = np.arange(len(rows), dtype=np.int32)
        names = {name: code for code, name in enumerate(self.tag_names)}
        pairs = [
            (row, names.setdefault(name, len(names)))
            for row, fact in enumerate(fresh.values(), int(kept.sum()))
            for name in dict.fromkeys(fact.tags)
        ]
        tags = np.concatenate([self._kept_tags(kept), np.array(pairs, np.int32).reshape(-1, 2)])
        tags[:, 0] = place[tags[:, 0]]
        tags = tags[np.lexsort((tags[:, 1], tags[:, 0]))]
        return ThreadTable(rows[order], tags[:, 0].copy(), tags[:, 1].copy(), tuple(names))

    def _kept_tags(self, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        new_row = np.cumsum(kept, dtype=np.int32) - 1
        stay = kept[self.tag_rows]
        return np.column_stack([new_row[self.tag_rows[stay]], self.tag_codes[stay]])

    def save(self, path: Path) -> None:
        """Write the table to a file: three lengths, then the arrays as they are in memory.

        The format of numpy itself is read by way of Python's parser, which threads that read at
        the same moment may trip over.
        """
        names = "\n".join(self.tag_names).encode()
        with path.open("wb") as file:
            file.write(_HEAD.pack(len(self.rows), len(self.tag_rows), len(names)))
            for part in (self.rows, self.tag_rows, self.tag_codes):
                file.write(part.tobytes())
            file.write(names)

    @staticmethod
    def load(path: Path) -> "ThreadTable":
        """Read a table from a file. Raises ValueError for one that was cut short."""
        data = path.read_bytes()
        if len(data) < _HEAD.size:
            raise ValueError(f"{path} is cut short.")
        row_count, tag_count, name_bytes = _HEAD.unpack_from(data)
        at = _HEAD.size
        rows = np.frombuffer(data, ROW_TYPE, row_count, at)
        at += rows.nbytes
        tag_rows = np.frombuffer(data, np.int32, tag_count, at)
        at += tag_rows.nbytes
        tag_codes = np.frombuffer(data, np.int32, tag_count, at)
        at += tag_codes.nbytes
        if len(data) != at + name_bytes:
            raise ValueError(f"{path} is cut short.")
        names = data[at:].decode()
        return ThreadTable(rows, tag_rows, tag_codes, tuple(names.split("\n")) if names else ())


def _rows(facts: Iterable[ThreadFacts]) -> npt.NDArray[np.void]:
    return np.array(
        [
            (
                fact.thread_id,
                fact.category_id,
                microseconds(fact.created_at),
                fact.post_count,
                fact.is_closed,
                fact.is_archived,
                fact.is_solved,
            )
            for fact in facts
        ],
        dtype=ROW_TYPE,
    )
