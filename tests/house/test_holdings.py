"""Whatever is kept about members is told, exported and erased: no table without an answer."""

from sqlalchemy import JSON, Column, String

from forum import Forum
from forum.accounts.keeping import all_holdings
from forum.kernel.db import Base, Word

OF_NOBODY = {
    "categories.slug": "from the category's name",
    "categories.name": "written by hosts about the place",
    "categories.description": "written by hosts about the place",
    "categories.template": "written by hosts about the place",
    "categories.form": "written by hosts about the place",
    "groups.name": "written by hosts about a group",
    "groups.name_key": "the same, to be compared",
    "groups.slug": "from the circle's name",
    "organisations.name": "an organisation is no person",
    "organisations.name_key": "the same, to be compared",
    "organisations.about": "an organisation is no person",
    "organisations.country": "an organisation is no person",
    "outbox.kind": "a word of the program",
    "rules.title": "the community's rules",
    "rules.text": "the community's rules",
    "stamps.name": "a word of the program",
    "transparency_notes.quarter": "three months of a year",
    "transparency_notes.lines": "numbers of which none points at a person",
}
"""Columns with words that keep nothing of a person, and why."""


def asks_for_an_answer(column: Column) -> bool:
    """Tell whether a column refers to a member, or can hold words that somebody typed."""
    if any(key.column.table.name == "members" for key in column.foreign_keys):
        return True
    if column.name.endswith("member_id"):
        return True
    return isinstance(column.type, (String, JSON)) and not isinstance(column.type, Word)


def all_columns() -> dict[str, Column]:
    """Return every column of every table, by `table.column`."""
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.tables.values()
        for column in table.c
    }


def test_every_column_about_members_has_its_answer(app: Forum) -> None:
    answered = frozenset().union(*(holding.columns for holding in all_holdings()))
    missing = [
        name
        for name, column in all_columns().items()
        if asks_for_an_answer(column) and name not in answered | OF_NOBODY.keys()
    ]
    assert missing == [], "say what is kept in the package's kept.py: docs/developers.md"


def test_answers_are_about_columns_that_are_there(app: Forum) -> None:
    known = all_columns().keys()
    for holding in all_holdings():
        assert holding.columns - known == frozenset(), holding.key
    assert OF_NOBODY.keys() - known == set()


def test_every_answer_is_in_plain_words(app: Forum) -> None:
    holdings = all_holdings()
    assert len({holding.key for holding in holdings}) == len(holdings)
    for holding in holdings:
        assert holding.title, holding.key
        assert holding.about.endswith("."), holding.key
        assert holding.until.endswith("."), holding.key
