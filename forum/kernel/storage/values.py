"""What a storage can do, and how its keys look."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

PIECE = 256 * 1024
"""Bytes that are read at once, so that a large file never stands in memory as a whole."""


class Storage(Protocol):
    """Files by key (`ab/cdef…`)."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their new key; a reader never sees half a file."""

    def put_file(self, path: Path) -> str:
        """Keep what stands in a file, however large, and return its new key."""

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises FileNotFoundError."""

    def stream(self, key: str) -> Iterator[bytes]:
        """Give the bytes piece by piece. Raises FileNotFoundError before the first one."""

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no fault."""

    def keys_before(self, moment: datetime) -> Iterator[list[str]]:
        """Give the keys of what was put before the moment, in batches."""

    def check(self) -> str:
        """Write, read and remove a small file, and say where it was. Raises OSError."""


def new_key() -> str:
    """Return a key that nobody can guess."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:]}"


def checked(key: str) -> str:
    """Return the key. Raises ValueError for what is none."""
    parts = PurePosixPath(key).parts
    if len(parts) != 2 or any(not part.isalnum() for part in parts):
        raise ValueError(f"{key!r} is no key of this storage.")
    return key


def is_key(name: str) -> bool:
    """Tell whether something that stands in the storage was put there by us."""
    first, _, rest = name.partition("/")
    return len(first) == 2 and len(rest) == 30 and (first + rest).isalnum()
