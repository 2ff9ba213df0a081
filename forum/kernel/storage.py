"""Where files are kept: by key, in a folder."""

import os
import secrets
from pathlib import Path, PurePosixPath

from flask import current_app


class Storage:
    """Files by key (`ab/cdef…`), in one folder; keys never come from people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their new key; a reader never sees half a file."""
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name[2:]}"
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
        return key

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises FileNotFoundError."""
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no fault."""
        self._path(key).unlink(missing_ok=True)

    def check(self) -> None:
        """Write, read and remove a small file. Raises OSError."""
        key = self.put(b"check")
        self.get(key)
        self.delete(key)

    def _path(self, key: str) -> Path:
        parts = PurePosixPath(key).parts
        if len(parts) != 2 or any(not part.isalnum() for part in parts):
            raise ValueError(f"{key!r} is no key of this storage.")
        return self.folder.joinpath(*parts)


def storage() -> Storage:
    """Return the storage of this installation."""
    kept: Storage = current_app.extensions["folkmoot_storage"]
    return kept
