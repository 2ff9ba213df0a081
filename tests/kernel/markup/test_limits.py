import sys
from types import FrameType

import pytest

from forum.kernel.markup import TextFormat, render
from forum.kernel.markup.limits import excess

UNITS = [
    *("[", "![", "[a](", "[^1]", "[a]", "`a ", "*a ", "**a", "*_", "~", "<b>", "<a", "<!--"),
    *(
        "&amp;",
        "\\*",
        "> ",
        "> a\n\n",
        "- ",
        "- a\n",
        "- a\n\n",
        "1. a\n",
        "- a\n> b\n",
        "- [ ] a\n",
    ),
    *("# a\n", "a\n---\n", "|a|b|\n", "a|b\n-|-\n", "```\na\n", "    a\n", "a\n: b\n", "a  \n"),
    *("http://a.b ", "www.", "a@", "@abc ", ":a:", "[a]: b\n", "[^a]: b\n"),
    *("[quote]\n", "[quote]\na\n[/quote]\n", "[spoiler]", "<details>\n"),
]
MAIL_UNITS = [
    "> a\n",
    ">",
    "a\n",
    "-- \na\n",
    "On a wrote:\n> b\n",
    "  a   b\n",
    "_" * 40 + "\na\n",
]


def steps(raw: str, text_format: TextFormat) -> int:
    """Count the calls made while rendering: the same on every machine, unlike time."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    render("warm @up :heart:", text_format)
    sys.setprofile(count)
    try:
        render(raw, text_format)
    finally:
        sys.setprofile(None)
    return counted


def assert_linear(unit: str, text_format: TextFormat) -> None:
    half, whole = (steps(unit * (size // len(unit)), text_format) for size in (600, 1_200))
    assert whole < 2.5 * half + 2_000, (half, whole)


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_is_not_four_times_the_work(unit: str) -> None:
    assert_linear(unit, TextFormat.MARKDOWN)


@pytest.mark.parametrize("unit", MAIL_UNITS)
def test_twice_the_mail_is_not_four_times_the_work(unit: str) -> None:
    assert_linear(unit, TextFormat.PLAIN_MAIL)


def test_what_is_too_much_is_said_with_both_numbers() -> None:
    assert excess("[" * 1_000) is None
    assert excess("[" * 1_001) == "The text has too many square brackets (1001; at most 1000)."


def test_marks_that_only_look_like_nesting_are_fine() -> None:
    assert excess("-" * 40 + "\n" + "- " * 40 + "\n" + "* " * 30) is None
    assert excess(">" * 15 + " a") is None
    assert excess(">" * 16 + " a") is not None
