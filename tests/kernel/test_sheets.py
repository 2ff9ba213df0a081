"""CSV that no spreadsheet runs."""

import csv
import io

import pytest

from forum.kernel.sheets import safe_cell, sheet


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "\ufeff=1"]
)
def test_what_looks_like_a_formula_is_words(words: str) -> None:
    assert safe_cell(words) == f"'{words}"


def test_other_cells_stay_as_they_are() -> None:
    assert [safe_cell(one) for one in ("a=b", None, 3, "1-2")] == ["a=b", "", "3", "1-2"]


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    rows = [["a, b", 'say "no"', "two\nlines"]]
    read = list(csv.reader(io.StringIO(sheet(["x", "y", "z"], rows).lstrip("\ufeff"))))
    assert read == [["x", "y", "z"], *rows]
