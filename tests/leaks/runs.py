"""The two runs: without each clause in turn, and with all of them. Processes share the work.

Nothing of the forum is imported in the process that hands out the work, so that each of the others
can take a clause away before its module is.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

from tests.leaks.mutations import Clause, take_away

HEAVY = (
    "flask",
    "flask_wtf",
    "markdown",
    "numpy",
    "pydantic_settings",
    "sqlalchemy.orm",
    "whoosh.index",
)
"""What every process needs, and takes longest: imported once for all of them."""


def processes() -> Pool:
    """Return as many processes as the machine has for this, each for one piece of work."""
    for name in HEAVY:
        import_module(name)
    return get_context("fork").Pool(os.cpu_count() or 1, maxtasksperchild=1)


def plant(folder: Path) -> None:
    """Plant the world in the folder."""
    import_module("tests.leaks.world").keep_world(folder)


def first_failures(pool: Pool, folder: Path, clauses: Sequence[Clause]) -> Iterator[str]:
    """Return what fails first without each of the clauses; empty where nothing does."""
    return pool.imap(partial(_first_failure, folder), clauses)


def _first_failure(folder: Path, clause: Clause) -> str:
    take_away(clause)
    failure: str = import_module("tests.leaks.world").first_failure(folder, clause)
    return failure


def table(pool: Pool, folder: Path) -> list[str]:
    """Return the matrix as lines; the last one counts the cells."""
    by_reader = pool.imap(partial(_cells_for, folder), pool.apply(_readers))
    cells = [cell for found in by_reader for cell in found]
    lines: list[str] = pool.apply(_lines_of, (cells,))
    return lines


def _readers() -> tuple[str, ...]:
    readers: tuple[str, ...] = import_module("tests.leaks.readers").READERS
    return readers


def _cells_for(folder: Path, reader: str) -> list[tuple[object, ...]]:
    found = import_module("tests.leaks.world").cells_for(folder, reader)
    return [astuple(cell) for cell in found]


def _lines_of(cells: Sequence[tuple[object, ...]]) -> list[str]:
    matrix = import_module("tests.leaks.matrix")
    return list(matrix.lines_of_table([matrix.Cell(*cell) for cell in cells]))
