"""The figures as a table for spreadsheets, with how each was counted."""

import csv
from io import StringIO

from forum.facilitation.health.queries.measures import HealthPage
from forum.facilitation.health.values import State
from forum.facilitation.health.wording import ABOUT, words_of

HEAD = (
    "measure", "from", "until", "group", "with", "in words", "most likely", "range from",
    "range to", "about people", "how counted",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(page: HealthPage) -> str:
    """Return the figures that the page shows, and no others."""
    file = StringIO(newline="")
    table = csv.writer(file)
    table.writerow(HEAD)
    for card in page.shown:
        for period in card.periods:
            for figure in period.figures:
                is_number = figure.state is State.SHOWN
                numbers = (figure.value, figure.low, figure.high) if is_number else ("", "", "")
                row = (
                    ABOUT[card.measure].title, period.starts_on, period.ends_on, figure.row,
                    figure.column, words_of(card.measure, figure), *numbers, figure.people,
                    ABOUT[card.measure].how,
                )  # fmt: skip
                table.writerow([_plain(cell) for cell in row])
    return file.getvalue()


def _plain(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULAS):
        return f"'{cell}"
    return cell
