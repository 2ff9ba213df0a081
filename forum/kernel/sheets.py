"""Tables to take along as CSV, which no spreadsheet can be tricked with."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

ACTS_ON = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula, and run."""


def safe_cell(value: object) -> str:
    """Return a value as a cell: what looks like a formula begins with an apostrophe."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.lstrip(" \ufeff").startswith(ACTS_ON) else words


def sheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV, with a mark at the beginning by which spreadsheets know the letters."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return f"\ufeff{lines.getvalue()}"


def as_sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a CSV file to be saved."""
    response = Response(sheet(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
