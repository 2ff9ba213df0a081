"""How names are compared, and how they look in an address."""

import pytest

from forum.kernel.text import fold, slug_of, without_accents


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Who speaks, and for whom?", "who-speaks-and-for-whom"),
        ("Contrôle au faciès", "controle-au-facies"),
        ("Łódź, Straße & Ærø", "lodz-strasse-aero"),
        ("2024", "thread-2024"),
        ("0000060", "thread-0000060"),
        ("2024 in review", "2024-in-review"),
        ("нет", "thread"),
        ("", "thread"),
    ],
)
def test_slug_is_made_of_the_words_and_is_never_a_number(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_slug_is_short() -> None:
    assert len(slug_of("word " * 60)) <= 80


def test_names_are_compared_without_case_and_compatible_letters() -> None:
    assert fold("ＡNNA") == fold("anna")


def test_accents_are_spelt_plainly() -> None:
    assert without_accents("Şükrü Ó Maolruaidh") == "sukru o maolruaidh"
