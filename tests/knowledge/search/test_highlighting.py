import pytest

from forum.knowledge.search.highlighting import Highlighter
from forum.knowledge.search.query import parse_query


def marked(query, text, language="en", *, is_unfinished=False):
    light = Highlighter(parse_query(query, is_unfinished=is_unfinished))
    return [piece.text for piece in light.whole(text, language) if piece.is_marked]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("strategy", "Strategies and a strategy", ["Strategies", "strategy"]),
        ("the court", "the Courts", ["Courts"]),
        ("the", "the Courts", ["the"]),
        ('"the court"', "the Courts; a court", ["the", "Courts"]),
        ("co-operation", "co-operation, not operation", ["co", "operation"]),
        ("-court hearing", "a court hearing", ["hearing"]),
        ("decision", "Une décision", ["décision"]),
        ("cafe", "CAFE\N{COMBINING ACUTE ACCENT}", ["CAFE\N{COMBINING ACUTE ACCENT}"]),
        ("裁判", "裁判所", ["裁", "判"]),
    ],
)
def test_words_are_marked_as_the_index_knows_them(query, text, expected):
    language = "fr" if "Une" in text or "CAFE" in text else "en"
    assert marked(query, text, language) == expected


def test_the_beginning_of_a_word_is_marked_while_it_is_typed():
    assert marked("fair discr", "Discrimination", is_unfinished=True) == ["Discrimination"]


def test_a_snippet_shows_where_most_of_the_words_are():
    text = "court " + "filler " * 200 + "the judge heard the court " + "filler " * 200
    pieces = Highlighter(parse_query("judge court")).snippet(text, "en")
    shown = "".join(piece.text for piece in pieces)
    assert "judge heard the court" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) < 45


def test_a_snippet_of_a_post_without_the_words_is_its_beginning():
    pieces = Highlighter(parse_query("judge")).snippet("One two three", "en")
    assert [(piece.text, piece.is_marked) for piece in pieces] == [("One two three", False)]


@pytest.mark.parametrize("text", ["", "x" * 50_000, "a " * 60_000, "\u0301\u0301", "🙂" * 9])
def test_no_text_is_too_odd_for_a_snippet(text):
    pieces = Highlighter(parse_query("a x")).snippet(text, "no-such")
    assert "".join(piece.text for piece in pieces).strip("… ") in " ".join(text.split())
