"""Hashes of passwords, and passwords that are soon guessed."""

import random
import time

import pytest

from forum.kernel.passwords import LOOKED_AT, why_guessable

STAND_INS = "4@8({[<3691!|70$5+%2"


@pytest.mark.parametrize(
    "password", ["paper boat nine", "seven quiet harbours", "k3Xp!vQ9zLr", "café au lait noir"]
)
def test_password_that_nobody_guesses_is_taken(password: str) -> None:
    assert why_guessable(password) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("password123", "very common password"),
        ("qwertyuiop", "top-100 common password"),
        ("abcdefghijkl", "Sequences like"),
        ("abcabcabcabc", "Repeats like"),
        ("litigation1", "Add another word or two."),
    ],
)
def test_guessable_password_is_told_what_helps(password: str, sentence: str) -> None:
    told = why_guessable(password)
    assert told is not None
    assert sentence in told
    assert told.endswith(".")
    assert ".." not in told


@pytest.mark.parametrize(
    "password", ["adanwosu1", "ada.nwosu.1", "Nwosu@Harbour", "Quietharbour1", "OkaforOkafor"]
)
def test_what_others_know_of_one_makes_a_password_guessable(password: str) -> None:
    known = (
        "ada",
        "Ada Nwosu Okafor",
        "ada.nwosu@harbour.example",
        "Quiet Harbour",
        "quietharbour",
    )
    assert why_guessable(password, known) is not None


def test_what_others_know_is_not_looked_at_without_end() -> None:
    known = tuple(f"{number} {'x' * 10_000}" for number in range(2_000))
    began = time.perf_counter()
    why_guessable("seven quiet harbours", known)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "password",
    [
        STAND_INS * 10,
        "".join(random.Random(1).choices(STAND_INS + "abcdef", k=200)),
        "a" * 200,
        "4a" * 100,
        "p4$$w0rd" * 25,
        "!1|il" * 40,
        "01/01/2001" * 20,
        "qwertyuiop[]" * 16,
        "\U0001f600" * 200,
        "é" * 200,
        "\x00" * 200,
        "12345678" * 25,
    ],
)
def test_hostile_password_takes_no_time(password: str) -> None:
    why_guessable("warm up the lists of words")
    began = time.perf_counter()
    why_guessable(password, ("ada", "Ada Nwosu"))
    assert time.perf_counter() - began < 0.5
    assert len(password) > LOOKED_AT
