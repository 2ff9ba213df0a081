"""The member's own list, as it is typed and kept."""

import pytest

from forum.discussion.checking import DeniedName, read_names, written_names
from forum.kernel.errors import Invalid


def test_names_have_what_is_written_instead_or_get_a_letter() -> None:
    typed = "Maria  Kowalska = client A\r\n\nNowak\n Riverside School = [school 1]\nBen\n"
    assert read_names(typed) == (
        DeniedName("Maria Kowalska", "client A"),
        DeniedName("Nowak", "person A"),
        DeniedName("Riverside School", "school 1"),
        DeniedName("Ben", "person B"),
    )


def test_a_list_reads_again_as_it_was_written() -> None:
    names = read_names("Nowak\nBen = person A\nNowak = client C")
    assert read_names(written_names(names)) == names
    assert names == (DeniedName("Nowak", "client C"), DeniedName("Ben", "person A"))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("A", "two letters"),
        ("= client A", "two letters"),
        ("x" * 101, "at most 100"),
        ("Ann = " + "x" * 41, "at most 40"),
        ("Ann = <b>", "letters, digits"),
        ("Ann = a] (b", "letters, digits"),
        ("\n".join(f"Name{number}" for number in range(501)), "at most 500"),
        ("Ann\0", "NUL"),
        ("y" * 100_000, "too long"),
    ],
)
def test_what_cannot_stand_in_the_list_is_refused_in_words(typed: str, part: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_names(typed)
    assert refusal.value.field == "names"
    assert part in refusal.value.sentence
