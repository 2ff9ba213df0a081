"""Placeholders in place of what was found."""

from forum.discussion.checking import Hints, check_text, replaced, replaced_in_tags
from forum.kernel.markup import render

HINTS = Hints(this_year=2026)


def replaced_all(text: str) -> str:
    return replaced(text, check_text(text, HINTS))


def test_all_that_is_found_is_replaced_and_nothing_else() -> None:
    text = "Ann ann@firm.fr\nor +33 6 12 34 56 78; again ann@firm.fr."
    assert replaced_all(text) == "Ann [e-mail 1]\nor [phone 1]; again [e-mail 1]."


def test_a_placeholder_never_becomes_a_link() -> None:
    text = replaced_all("+33 6 12 34 56 78(https://host.org)")
    assert text == "[phone 1] (https://host.org)"
    assert "[phone 1]" in render(text).text


def test_nothing_is_found_in_what_was_replaced() -> None:
    text = replaced_all("DE89 3704 0044 0532 0130 00, 12345678Z, 1 BvR 12/25, ann@firm.fr")
    assert check_text(text, HINTS) == []


def test_a_tag_stays_a_tag() -> None:
    found = check_text("wages, 12345678Z, x", HINTS)
    assert replaced_in_tags("wages, 12345678Z, x", found) == "wages, id-number-1, x"
