"""Files in one folder."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from forum.kernel.storage.values import PIECE, checked, is_key, new_key


class FolderStorage:
    """Files by key, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their new key; a reader never sees half a file."""
        return self._put(BytesIO(data))

    def put_file(self, path: Path) -> str:
        """Keep what stands in a file, however large, and return its new key."""
        with path.open("rb") as source:
            return self._put(source)

    def _put(self, source: IO[bytes]) -> str:
        key = new_key()
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("wb") as file:
            copyfileobj(source, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
        return key

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises FileNotFoundError."""
        return self._path(key).read_bytes()

    def stream(self, key: str) -> Iterator[bytes]:
        """Give the bytes piece by piece. Raises FileNotFoundError before the first one."""
        file = self._path(key).open("rb")

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(PIECE):
                    yield piece

        return pieces()

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no fault."""
        self._path(key).unlink(missing_ok=True)

    def keys_before(self, moment: datetime) -> Iterator[list[str]]:
        """Give the keys of what was put before the moment, half files of crashes among them."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            old = []
            for path in folder.iterdir():
                key = f"{folder.name}/{path.stem}"
                changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if changed >= moment or not is_key(key):
                    continue
                if path.suffix == ".part":
                    path.unlink(missing_ok=True)
                else:
                    old.append(key)
            if old:
                yield old

    def check(self) -> str:
        """Write, read and remove a small file, and say where it was. Raises OSError."""
        key = self.put(b"check")
        self.get(key)
        self.delete(key)
        return "files can be written, read and removed"

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(*checked(key).split("/"))
