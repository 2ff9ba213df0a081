"""What an archive is called: part of who its authors are, so it must be the same in every run."""

from collections.abc import Sequence
from pathlib import Path

from forum.admin.imports.mail_archive.sources import date_in_name

LONGEST_SOURCE = 120
_SUFFIXES = (".gz", ".txt", ".mbox", ".mbx", ".eml")


def name_of_archive(paths: Sequence[Path]) -> str:
    """Return the name of a folder of monthly files, or of a file that is no such part."""
    first = paths[0].resolve()
    is_part = not first.is_dir() and (date_in_name(first) is not None or len(paths) > 1)
    name = first.parent.name if is_part else first.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    # Names of files are bytes, which need not spell anything.
    readable = name.encode("utf-8", "replace").decode()
    return readable[:LONGEST_SOURCE] or "archive"
