"""The files of an archive: found in directories, put in the order of time, opened packed or not."""

import calendar
import codecs
import gzip
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from forum.admin.imports.mail_archive.separators import LOOKAHEAD_BYTES, looks_like_mail

GZIP_MAGIC = b"\x1f\x8b"
WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

# Beside its monthly files pipermail keeps pages and the files it took out of messages.
_FOREIGN_FOLDERS = frozenset({"attachments", "tmp", "__MACOSX"})
_FOREIGN_SUFFIXES = frozenset(
    {".html", ".htm", ".css", ".js", ".png", ".jpg", ".gif", ".db", ".pck"}
)
_CERTAIN_SUFFIXES = frozenset({".mbox", ".mbx", ".eml"})

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_NAMED_MONTH = re.compile(
    r"(?<!\d)(\d{4})[-_. ]?(" + "|".join(_MONTHS) + r")(?![a-z])", re.IGNORECASE
)
_QUARTER = re.compile(r"(?<!\d)(\d{4})q([1-4])(?!\d)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?([0-3]\d))?)?(?!\d)"
)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file of the archive; `was_named` when the host named it rather than its directory."""

    path: Path
    was_named: bool = True


def find_files(paths: Iterable[Path | str]) -> list[ArchiveFile]:
    """List the mail files under these paths, each once, by the dates in their names."""
    found: dict[Path, ArchiveFile] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in _walk(path):
                found.setdefault(file, ArchiveFile(file, was_named=False))
        else:
            found[path] = ArchiveFile(path)
    return sorted(found.values(), key=lambda file: order_by_name(file.path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if path.name not in _FOREIGN_FOLDERS:
                yield from _walk(path)
        elif path.is_file() and path.suffix.casefold() not in _FOREIGN_SUFFIXES and _is_mail(path):
            yield path


def _is_mail(path: Path) -> bool:
    """Look into a file that nobody named: licences and notes lie beside archives too."""
    if path.name.removesuffix(".gz").endswith(tuple(_CERTAIN_SUFFIXES)):
        return True
    try:
        with open_stream(path) as stream:
            return looks_like_mail(stream.read(LOOKAHEAD_BYTES))
    except (OSError, EOFError, UnicodeError):
        # What cannot be read here is reported when it is read in earnest.
        return True


def is_single_mail(path: Path) -> bool:
    """Tell whether a file holds one mail by its kind, whatever lines stand in it."""
    return path.suffix.casefold() == ".eml" or path.parent.name in {"cur", "new"}


def date_in_name(path: Path) -> tuple[int, int, int] | None:
    """Read year, month and day out of a file's name: 2004-April.txt, 2004q2.txt, 200404.mbox."""
    if named := _NAMED_MONTH.search(path.name):
        return int(named[1]), _MONTHS[named[2].casefold()], 0
    if quarter := _QUARTER.search(path.name):
        return int(quarter[1]), int(quarter[2]) * 3 - 2, 0
    if numbered := _NUMBERED.search(path.name):
        return int(numbered[1]), int(numbered[2] or 0), int(numbered[3] or 0)
    return None


def order_by_name(path: Path) -> tuple[object, ...]:
    """Return a sorting key: dated names by date, others after them, numbers as numbers."""
    natural = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _DIGITS.split(str(path))
        if part
    ]
    date = date_in_name(path)
    return (0, date, natural) if date else (1, (0, 0, 0), natural)


def open_stream(path: Path) -> BinaryIO:
    """Open a file for reading bytes, unpacked if it is gzip, as UTF-8 if it is UTF-16."""
    with path.open("rb") as opened:
        start = opened.read(4)
    if start.startswith(GZIP_MAGIC):
        return cast("BinaryIO", gzip.open(path, "rb"))
    encoding = next((name for mark, name in WIDE_MARKS.items() if start.startswith(mark)), None)
    file = path.open("rb")
    return cast("BinaryIO", _Recoded(file, encoding)) if encoding else file


class _Recoded(io.RawIOBase):
    """A file of another encoding, read as UTF-8."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while block := self._file.read(size):
            if text := self._decode(block):
                return text.encode()
        return b""

    def close(self) -> None:
        self._file.close()
        super().close()


class Reopened:
    """Reads messages again by their place; packed files are unpacked once, for the while."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._unpacked: dict[str, Path] = {}

    def read(self, file: str, offset: int, length: int) -> bytes:
        """Return the bytes at this place."""
        path = self._unpacked.get(file) or self._unpack(file)
        with path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    def close(self) -> None:
        """Remove what was unpacked."""
        self._unpacked.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _unpack(self, file: str) -> Path:
        path = Path(file)
        with open_stream(path) as stream:
            if not isinstance(stream, io.BufferedReader):
                self._folder = self._folder or tempfile.TemporaryDirectory(prefix="folkmoot-")
                path = Path(self._folder.name) / str(len(self._unpacked))
                with path.open("wb") as unpacked:
                    shutil.copyfileobj(stream, unpacked)
        self._unpacked[file] = path
        return path
