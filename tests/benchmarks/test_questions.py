"""Questions for the search."""

from random import Random

from benchmarks.fts5 import Frequencies
from benchmarks.questions import ASKED, band, misspell


def test_band_holds_words_of_its_frequency_only() -> None:
    words = {f"rare{number}": 15 for number in range(30)}
    words |= {f"mid{number}": 700 for number in range(30)}
    frequencies = Frequencies(100_000, {**words, "because": 700})
    assert {word[:3] for word in band(frequencies, "mid", Random(1))} == {"mid"}
    assert {word[:4] for word in band(frequencies, "rare", Random(1))} == {"rare"}
    assert len(band(frequencies, "mid", Random(1))) == ASKED


def test_band_of_a_small_community_takes_the_nearest_words() -> None:
    frequencies = Frequencies(100, {f"word{number}": number for number in range(1, 60)})
    assert len(set(band(frequencies, "common", Random(1)))) == ASKED


def test_misspelt_word_differs_in_one_letter_that_is_not_the_first() -> None:
    for seed in range(50):
        wrong = misspell("deferred", Random(seed))
        differing = [
            n for n, pair in enumerate(zip(wrong, "deferred", strict=True)) if len(set(pair)) > 1
        ]
        assert len(differing) == 1
        assert differing != [0]
