"""Files of the index: written so that they outlive a power cut, read without being copied.

Whoosh renames its table of contents without waiting for what it names to be on disk, and copies a
whole segment into private memory whenever it is opened. Both are put right here.
"""

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


def sync(path: Path) -> None:
    """Wait until a file or a directory is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh is untyped
    """A directory whose renames wait until the files written before them are safe."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
        self._written: set[str] = set()

    def create_file(self, name: str, **options: Any) -> Any:
        self._written.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        if safe and (self.path / newname).exists():
            raise NameError(f"File {newname!r} exists")
        for name in self._written:
            if (self.path / name).exists():
                sync(self.path / name)
        self._written.clear()
        (self.path / oldname).replace(self.path / newname)
        sync(self.path)


class Window:
    """A file over mapped memory that copies only what is read."""

    def __init__(self, memory: memoryview) -> None:
        self._memory = memory
        self._at = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, len(self._memory))[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = len(self._memory) if size < 0 else self._at + size
        data = bytes(self._memory[self._at : end])
        self._at += len(data)
        return data

    def readline(self) -> bytes:
        start = self._at
        line = b""
        while not line.endswith(b"\n"):
            piece = self.read(1)
            if not piece:
                break
            line += piece
        self._at = start + len(line)
        return line

    def close(self) -> None:
        self._memory = memoryview(b"")


class MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh is untyped
    """A part of a mapped segment; `get` and its kin keep no position, so threads may share it."""

    def __init__(self, memory: memoryview, name: str) -> None:
        self._buf = memory
        self._name = name
        self.file = Window(memory)
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @property
    def whole(self) -> memoryview:
        """The file without a copy of it."""
        return self._buf

    def view(self, position: int, length: int) -> memoryview:
        """Return a range without copying it."""
        return self._buf[position : position + length]


class MappedSegment(CompoundStorage):  # type: ignore[misc]  # Whoosh is untyped
    """The files within one segment file."""

    def open_file(self, name: str, *_: Any, **__: Any) -> MappedFile:
        offset, length = self.range(name)
        return MappedFile(memoryview(self._source)[offset : offset + length], name)
