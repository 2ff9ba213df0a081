"""Fill the matrix, take each clause away in turn, and print the table: `make leaks`."""

import argparse
import sys
import tempfile
from multiprocessing.pool import Pool
from pathlib import Path

from tests.leaks.clauses import CLAUSES
from tests.leaks.runs import first_failures, plant, processes, table


def main() -> int:
    """Plant the world once, and ask it without each clause and with all of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only-table", action="store_true", help="take nothing away")
    options.add_argument(
        "--without", action="append", default=[], help="take away only clauses with these words"
    )
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with processes() as pool:
            pool.apply(plant, (folder,))
            lines = [] if chosen.without else table(pool, folder)
            is_right = not lines or lines[-1].endswith(" 0 failed")
            # What fails anyway would be taken for what is missed.
            is_whole = is_right and not chosen.only_table
            unseen = _second_run(pool, folder, chosen.without) if is_whole else 0
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0 if is_right and not unseen else 1


def _second_run(pool: Pool, folder: Path, words: list[str]) -> int:
    """Say of each clause what fails without it; return how many nobody would miss."""
    clauses = [one for one in CLAUSES if not words or any(word in one.about for word in words)]
    unseen = 0
    for clause, failure in zip(clauses, first_failures(pool, folder, clauses), strict=True):
        sys.stdout.write(f"without {clause.about}: {failure or 'NOTHING FAILS'}\n")
        sys.stdout.flush()
        unseen += not failure
    sys.stdout.write(f"{len(clauses) - unseen} clauses are missed, {unseen} are not\n")
    return unseen


if __name__ == "__main__":
    sys.exit(main())
