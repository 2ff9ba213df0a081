"""Names of one's own list, however they are written."""

import pytest

from forum.discussion.checking import DeniedName, Hints, check_text
from forum.discussion.checking.names import is_form_of

LIST = (
    DeniedName("Maria Kowalska", "client A"),
    DeniedName("Kowalska", "client A"),
    DeniedName("Marek Nowak", "client B"),
    DeniedName("Nowak", "client B"),
    DeniedName("Société Dupont", "organisation A"),
    DeniedName("Jürgen Müller", "person A"),
    DeniedName("Müller", "person A"),
    DeniedName("Łukasz", "person B"),
    DeniedName("Li", "person C"),
    DeniedName("O'Brien", "person D"),
    DeniedName("Riverside School", "school 1"),
    DeniedName("王小明", "person E"),
    DeniedName("Андрей", "person F"),
)


def found_in(text: str) -> list[tuple[str, str]]:
    return [(one.found, one.placeholder) for one in check_text(text, Hints(names=LIST))]


@pytest.mark.parametrize(
    ("text", "found", "placeholder"),
    [
        ("Maria Kowalska came", "Maria Kowalska", "[client A]"),
        ("KOWALSKA, MARIA", "KOWALSKA, MARIA", "[client A]"),
        ("z Marią Kowalską", "Marią Kowalską", "[client A]"),
        ("dla Marii Kowalskiej", "Marii Kowalskiej", "[client A]"),
        ("pani Kowalskiej", "Kowalskiej", "[client A]"),
        ("z Nowakiem", "Nowakiem", "[client B]"),
        ("bez Marka Nowaka", "Marka Nowaka", "[client B]"),
        ("Nowak's letter", "Nowak", "[client B]"),
        ("de la societe dupont", "societe dupont", "[organisation A]"),
        ("Müllers Brief", "Müllers", "[person A]"),
        ("Mueller und andere", "Mueller", "[person A]"),
        ("MULLER", "MULLER", "[person A]"),
        ("**Müller**_", "Müller", "[person A]"),
        ("lukaszem", "lukaszem", "[person B]"),
        ("Ms Li said", "Li", "[person C]"),
        ("O’Brien", "O’Brien", "[person D]"),
        ("at riverside-school", "riverside-school", "[school 1]"),
        ("我是王小明的", "王小明", "[person E]"),
        ("Андрею", "Андрею", "[person F]"),
    ],
)
def test_names_are_found_in_other_cases_accents_and_endings(
    text: str, found: str, placeholder: str
) -> None:
    assert found_in(text) == [(found, placeholder)]


@pytest.mark.parametrize(
    "text",
    [
        "Maria alone",
        "li mangia",
        "a list of Lithuanian words",
        "Mullergate",
        "Novakovich",
        "the school by the riverside",
        "Maria\n\nRiver",
        "",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_endings_are_those_of_languages_and_no_others() -> None:
    assert is_form_of("kowalskiemu", "kowalski")
    assert is_form_of("annie", "anna")
    assert not is_form_of("annex", "anna")
    assert not is_form_of("kowalsking", "kowalski")


def test_five_hundred_names_are_looked_for_at_once() -> None:
    names = tuple(DeniedName(f"Surname{number:03}x", f"person {number}") for number in range(500))
    text = " ".join(f"Surname{number:03}x" for number in range(0, 500, 5))
    assert len(check_text(text, Hints(names=names))) == 100
