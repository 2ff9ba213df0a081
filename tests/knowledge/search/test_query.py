from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.knowledge.search.query import ParsedQuery, parse_query
from forum.knowledge.search.values import Order, Status

NOW = datetime(2024, 5, 15, 13, 30, tzinfo=UTC)


def parsed(text, **options):
    return parse_query(text, now=NOW, **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("power court", ParsedQuery(words=["power", "court"])),
        ('"social justice" x', ParsedQuery(words=["x"], phrases=["social justice"])),
        ("“social justice”", ParsedQuery(phrases=["social justice"])),
        ("-draft", ParsedQuery(excluded_words=["draft"])),
        ('-"first draft"', ParsedQuery(excluded_phrases=["first draft"])),
        ("@ann.b", ParsedQuery(handles=["ann.b"])),
        ("@me", ParsedQuery(in_mine=True)),
        ("#casework", ParsedQuery(categories=["casework"])),
        ("tags:a,b", ParsedQuery(tags=[frozenset({"a", "b"})])),
        ("tags:a+b", ParsedQuery(tags=[frozenset({"a"}), frozenset({"b"})])),
        ("tags:c++", ParsedQuery(tags=[frozenset({"c++"})])),
        ("tags:C+++d", ParsedQuery(tags=[frozenset({"c++"}), frozenset({"d"})])),
        ("in:title in:first", ParsedQuery(in_title=True, in_first=True)),
        ("in:mine IN:unread", ParsedQuery(in_mine=True, in_unread=True)),
        ("status:noreplies", ParsedQuery(statuses={Status.NO_REPLIES})),
        ("order:latest_topic", ParsedQuery(order=Order.LATEST_TOPIC)),
        ("min_posts:3 max_posts:9", ParsedQuery(min_posts=3, max_posts=9)),
        ("re: 10:30 http://example.org", ParsedQuery(words=["re:", "10:30", "http://example.org"])),
    ],
)
def test_queries_are_taken_apart(text, expected):
    assert parsed(text) == expected


@pytest.mark.parametrize(
    "text",
    ["in:bookmarks", "status:x", "foo:bar", "before:soon", "min_posts:-1", "-@ann", "tags:+"],
)
def test_what_is_no_filter_is_named_back(text):
    assert parsed(f"court {text}") == ParsedQuery(words=["court"], unknown=[text])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2024-2", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2023", datetime(2023, 1, 1, tzinfo=UTC)),
        ("30", datetime(2024, 4, 15, tzinfo=UTC)),
        ("yesterday", datetime(2024, 5, 14, tzinfo=UTC)),
        ("Wednesday", datetime(2024, 5, 15, tzinfo=UTC)),
        ("thursday", datetime(2024, 5, 9, tzinfo=UTC)),
        ("may", datetime(2024, 5, 1, tzinfo=UTC)),
        ("June", datetime(2023, 6, 1, tzinfo=UTC)),
        ("dec", datetime(2023, 12, 1, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_one_types_them(text, date):
    assert parsed(f"after:{text}").after == date
    assert parsed(f"before:{text}").before == date


def test_two_bounds_narrow_each_other():
    query = parsed("after:2020 after:2021 before:2024 before:2023 min_posts:2 min_posts:5")
    assert (query.after.year, query.before.year, query.min_posts) == (2021, 2023, 5)


@pytest.mark.parametrize(
    ("text", "words", "prefix"),
    [
        ("fair hear", ["fair"], "hear"),
        ("fair hear ", ["fair", "hear"], ""),
        ("fair @hear", ["fair"], ""),
        ("fair -hear", ["fair"], ""),
        ("", [], ""),
    ],
)
def test_only_a_last_word_is_still_being_typed(text, words, prefix):
    query = parsed(text, is_unfinished=True)
    assert (query.words, query.prefix) == (words, prefix)


def test_order_alone_asks_nothing():
    assert parsed("order:latest foo:bar").asks_nothing
    assert not parsed("in:title").asks_nothing


pieces = st.sampled_from(
    ["-", '"', "“", "@", "#", ":", "tags:", "in:", "before:", "9999", "after:0", "+", ",", " ", "x"]
)


@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_reading_a_query_never_fails(text):
    query = parse_query(text, now=NOW, is_unfinished=True)
    assert isinstance(query, ParsedQuery)


def test_a_star_says_that_a_word_goes_on():
    query = parsed("discr* housing")
    assert (query.words, query.prefix) == (["housing"], "discr")
    query = parsed("discr* hous", is_unfinished=True)
    assert (query.words, query.prefix) == (["hous"], "discr")
