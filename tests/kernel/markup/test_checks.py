import pytest

from forum.kernel.errors import Invalid
from forum.kernel.markup import check_line, check_text


def refusal(raw: str) -> str:
    with pytest.raises(Invalid) as refused:
        check_text(raw)
    assert refused.value.field == "body"
    return refused.value.sentence


def line_refusal(value: str) -> str:
    with pytest.raises(Invalid) as refused:
        check_line(value, field="name", longest=60)
    assert refused.value.field == "name"
    return refused.value.sentence


def test_line_ends_are_made_plain() -> None:
    assert check_text("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("raw", ["", "  \n\t ", "\u200b\u2060", "\u3164", "\u0301"])
def test_empty_text_is_refused(raw: str) -> None:
    assert "empty" in refusal(raw)


def test_text_over_64_kb_is_refused_by_its_bytes() -> None:
    assert check_text("é" * 32_768)
    assert "too long" in refusal("é" * 32_769)


@pytest.mark.parametrize("raw", ["a\x00b", "a\ud800b", "\udfff"])
def test_what_cannot_be_kept_is_refused(raw: str) -> None:
    assert refusal(raw)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (">" * 10_000, "nested"),
        ("> " * 10_000, "nested"),
        ("- " * 10_000, "nested"),
        ("[" * 5_000, "brackets"),
        ("![" * 3_000, "brackets"),
        ("[a](" * 3_000, "brackets"),
        ("[^1]" * 900, "footnotes"),
        ("`" * 5_000, "backticks"),
        ("<b>" * 5_000, "<"),
        ("*a " * 20_000, "emphasis"),
        ("[quote]\n" * 500, "quotations"),
        ("a\n" * 9_000, "lines"),
        ("@ada " * 2_000, "@"),
        ("http://a.example " * 2_000, "addresses"),
    ],
)
def test_too_much_structure_is_refused_with_a_sentence_that_names_it(raw: str, word: str) -> None:
    assert word in refusal(raw)


def test_what_people_write_is_not_too_much() -> None:
    check_text("- [a](https://a.example) and `code` by @ada\n" * 400)
    check_text("> " * 8 + "deep\n" + "word " * 5_000)


def test_white_space_of_a_line_is_put_in_order() -> None:
    assert check_line("  Ada\t \n Byron\u00a0King ", field="name", longest=60) == "Ada Byron King"


def test_a_line_may_be_empty_only_where_it_is_not_required() -> None:
    assert check_line(" \t", field="name", longest=9, required=False) == ""
    assert "empty" in line_refusal(" ")


def test_a_long_line_is_refused_with_both_lengths() -> None:
    assert check_line("x" * 60, field="name", longest=60)
    assert "61" in line_refusal("x" * 61)
    assert "60" in line_refusal("x" * 100_000)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200e", "\u061c", "\u202a"])
def test_signs_that_turn_the_direction_of_writing_are_refused(sign: str) -> None:
    assert "direction" in line_refusal(f"Ada{sign}nomorp")


@pytest.mark.parametrize(
    "value",
    ["a\x00", "\ud83d", "a\x07b", "a\u200bb", "a\ufeff", "\u200d", "\u3164\u3164", "\u2800"],
)
def test_invisible_and_broken_characters_are_refused(value: str) -> None:
    assert line_refusal(value)


@pytest.mark.parametrize(
    "value", ["Zoë", "محمد علی", "שרה", "李小龍", "می‌خواهم", "👩‍⚖️ law", "O'Neil–Šimić"]
)
def test_names_of_all_scripts_are_taken(value: str) -> None:
    assert check_line(value, field="name", longest=60)
