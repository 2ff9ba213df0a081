"""Archives as they are written: documents in JSON, files, and a page that tells what is there."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from forum.accounts.holdings import StoredPart
from forum.kernel.application import this_settings
from forum.kernel.storage import storage

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<style>body{{max-width:45rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}}</style></head>
<body>
<h1>{title}</h1>
<p>{about}</p>
{parts}
</body>
</html>
"""
_PART = "<h2>{title}</h2>\n<p>{about}</p>\n<p>{where}</p>\n"


@dataclass
class Package:
    """An archive that is being written, part after part: nothing of it stands in memory as a whole."""

    archive: zipfile.ZipFile
    parts: list[str] = field(default_factory=list)

    def add(
        self,
        key: str,
        title: str,
        about: str,
        rows: Iterable[Mapping[str, Any]] | None,
        files: Iterable[StoredPart] = (),
    ) -> None:
        """Write a document and its files, and note on the page what they are."""
        where = "There is nothing in it that would be of use outside."
        if rows is not None:
            count = self._write_document(f"{key}.json", rows)
            where = f'<a href="{key}.json">{key}.json</a>: {count}'
        sent = self._write_files(files)
        if sent:
            where += f'; <a href="files/">files</a>: {sent}'
        self.parts.append(_PART.format(title=escape(title), about=escape(about), where=where))

    def end(self, title: str, about: str) -> None:
        """Write the page."""
        page = _PAGE.format(title=escape(title), about=escape(about), parts="\n".join(self.parts))
        self.archive.writestr("index.html", page)

    def _write_document(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        count = 0
        with self.archive.open(name, "w", force_zip64=True) as document:
            document.write(b"[")
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, default=str)
                document.write(((",\n" if count else "\n") + line).encode())
                count += 1
            document.write(b"\n]\n")
        return count

    def _write_files(self, files: Iterable[StoredPart]) -> int:
        count = 0
        for part in files:
            try:
                pieces = storage().stream(part.key)
            except FileNotFoundError:
                continue
            info = zipfile.ZipInfo(f"files/{part.name}")
            with self.archive.open(info, "w", force_zip64=True) as target:
                for piece in pieces:
                    target.write(piece)
            count += 1
        return count


@contextmanager
def new_package() -> Iterator[tuple[Package, Path]]:
    """Begin an archive in a file that is gone afterwards; close it before it is read."""
    with TemporaryDirectory(dir=this_settings().instance, prefix="export-") as folder:
        path = Path(folder) / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            yield Package(archive), path
