"""What a page holds of where it stands."""

import pytest

from forum.outreach.live.seals import LENGTH, Seal, Sealer, seal_in, sight_of

SEAL = Seal(position=2**40 + 5, member_id=17, checked_at=1_800_000_000, sight=2**64 - 1)


def test_seal_holds_what_was_put_in() -> None:
    sealer = Sealer("key")
    text = sealer.make(SEAL, "t/12")
    assert len(text) == LENGTH
    assert sealer.open(text, "t/12") == SEAL


def test_seal_is_for_one_place_and_one_installation() -> None:
    text = Sealer("key").make(SEAL, "t/12")
    assert Sealer("key").open(text, "t/13") is None
    assert Sealer("another key").open(text, "t/12") is None


@pytest.mark.parametrize("place", range(0, LENGTH - 1, 5))
def test_changed_seal_is_no_seal(place: int) -> None:
    text = Sealer("key").make(SEAL, "t/12")
    other = "A" if text[place] != "A" else "B"
    assert Sealer("key").open(text[:place] + other + text[place + 1 :], "t/12") is None


@pytest.mark.parametrize(
    "text", ["", "x", "é" * LENGTH, "!" * LENGTH, "A" * 10_000, "\x00" * LENGTH]
)
def test_anything_else_is_no_seal(text: str) -> None:
    assert Sealer("key").open(text, "t/12") is None


def test_seals_of_neighbouring_positions_have_nothing_in_common() -> None:
    sealer = Sealer("key")
    texts = [sealer.make(Seal(number, 17, 1_800_000_000, 1), "t/12") for number in range(200)]
    assert len({text[:10] for text in texts}) == 200
    assert len({text[-10:] for text in texts}) == 200
    assert sealer.make(SEAL, "t/12") == sealer.make(SEAL, "t/12")


def test_sight_changes_with_cookie_and_permissions() -> None:
    assert sight_of("a", 1) == sight_of("a", 1)
    assert len({sight_of("a", 1), sight_of("b", 1), sight_of("a", 2), sight_of("a\udc80", 1)}) == 4


@pytest.mark.parametrize("header", ['"abc"', 'W/"abc"', "abc"])
def test_seal_is_found_in_any_form_of_the_header(header: str) -> None:
    assert seal_in(header) == "abc"
