"""Two texts that grew out of a third one."""

import random
import time

import pytest

from forum.discussion.merging import (
    END,
    MINE,
    THEIRS,
    has_marks,
    merge,
    merge_names,
    merge_without_base,
)

BASE = "One.\n\nTwo.\n\nThree."


def test_changes_in_different_places_are_both_taken() -> None:
    merged = merge(BASE, "One, mine.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree, theirs.")
    assert merged.text == "One, mine.\n\nTwo.\n\nThree, theirs."
    assert merged.conflicts == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (BASE, "Another.", "Another."),
        ("Another.", BASE, "Another."),
        ("Same.", "Same.", "Same."),
        (BASE + "\n\nFour.", "Zero.\n\n" + BASE, "Zero.\n\n" + BASE + "\n\nFour."),
        ("One.\n\nThree.", BASE + "\n\nFour.", "One.\n\nThree.\n\nFour."),
        ("", BASE, ""),
    ],
)
def test_change_of_one_side_alone_is_taken(mine: str, theirs: str, expected: str) -> None:
    merged = merge(BASE, mine, theirs)
    assert (merged.text, merged.conflicts) == (expected, 0)


def test_same_lines_changed_by_both_stand_between_marks() -> None:
    merged = merge(BASE, "One.\n\nTwo, mine.\n\nThree.", "One.\n\nTwo, theirs.\n\nThree.")
    lines = ["One.", "", MINE, "Two, mine.", THEIRS, "Two, theirs.", END, "", "Three."]
    assert merged.text.split("\n") == lines
    assert merged.conflicts == 1
    assert has_marks(merged.text)
    assert not has_marks(BASE)


def test_deleted_here_and_changed_there_is_for_the_writer() -> None:
    merged = merge(BASE, "One.\n\nThree.", "One.\n\nTwo, theirs.\n\nThree.")
    assert merged.conflicts == 1
    assert "Two, theirs." in merged.text


def test_without_what_they_began_with_every_difference_is_for_the_writer() -> None:
    merged = merge_without_base("A\nmine\nB", "A\ntheirs\nB")
    assert merged.text.split("\n") == ["A", MINE, "mine", THEIRS, "theirs", END, "B"]
    assert merge_without_base("A", "A").conflicts == 0


def test_no_line_that_one_side_added_is_ever_lost() -> None:
    dice = random.Random(7)
    for _ in range(300):
        base = [f"line {dice.randrange(6)}" for _ in range(dice.randrange(8))]
        mine, theirs = changed(base, "mine", dice), changed(base, "theirs", dice)
        merged = merge(*("\n".join(lines) for lines in (base, mine, theirs)))
        kept = merged.text.split("\n")
        added = [line for line in (*mine, *theirs) if line.startswith(("mine", "theirs"))]
        assert [line for line in added if line not in kept] == []


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a b", "a", "a b c", "a c"),
        ("a b", "a b c", "b", "b c"),
        ("", "x", "x", "x"),
        ("a", "", "", ""),
        ("a", "b", "a", "b"),
    ],
)
def test_names_added_and_taken_out_on_both_sides(
    base: str, mine: str, theirs: str, expected: str
) -> None:
    assert merge_names(base.split(), mine.split(), theirs.split()) == expected.split()


def test_text_that_repeats_itself_is_merged_in_a_moment() -> None:
    many = "\n".join(["a"] * 30_000)
    began = time.perf_counter()
    merged = merge(many, f"mine\n{many}", f"{many}\ntheirs")
    assert time.perf_counter() - began < 1
    assert merged.text.startswith(f"{MINE}\nmine\na\n")
    assert merged.text.endswith(f"\na\ntheirs\n{END}")


def changed(lines: list[str], word: str, dice: random.Random) -> list[str]:
    """Return the lines with some taken out, some changed and some added."""
    new: list[str] = []
    for number, line in enumerate(lines):
        new += {0: [], 1: [f"{word} {number}"], 2: [line, f"{word} after {number}"]}.get(
            dice.randrange(6), [line]
        )
    return new or [f"{word} alone"]
