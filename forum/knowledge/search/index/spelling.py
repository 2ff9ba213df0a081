"""Words one slip away: a letter too many, missing, wrong, or two letters changed round.

The words of a segment that share a first letter are laid out as a table of letters once; the
comparison with all of them is then a few array expressions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forum.knowledge.search.analysis import surface_of, words_of
from forum.knowledge.search.index.schema import WORD
from forum.knowledge.search.index.snapshot import Snapshot
from forum.knowledge.search.index.views import View

SHORTEST = 4  # letters; shorter words are one slip away from too many others
LONGEST = 24
ESTABLISHED = 5
"""Posts that have a word which is no slip, however many more have another one like it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words as rows of letters, filled up with zeros, from the front and from the back."""

    words: tuple[str, ...]
    lengths: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint32]
    reversed: npt.NDArray[np.uint32]

    @staticmethod
    def of(words: tuple[str, ...]) -> "Vocabulary":
        kept = tuple(word for word in words if SHORTEST <= len(word) <= LONGEST)
        return Vocabulary(
            kept,
            np.array([len(word) for word in kept], dtype=np.int64),
            _table(kept),
            _table(tuple(word[::-1] for word in kept)),
        )

    def near(self, word: str) -> Iterator[str]:
        """Go through the words that are one slip away from this one."""
        ahead = _common(self.letters, word)
        behind = _common(self.reversed, word[::-1])
        longer = np.maximum(self.lengths, len(word))
        apart = np.abs(self.lengths - len(word)) <= 1
        one_slip = apart & (ahead + behind >= longer - 1) & (ahead < longer)
        swapped = (self.lengths == len(word)) & (ahead + behind == longer - 2)
        for at in np.flatnonzero(one_slip | swapped).tolist():
            if one_slip[at] or _is_swapped(self.words[at], word, int(ahead[at])):
                yield self.words[at]


def suggested(view: View, typed: str, size: int) -> tuple[str, ...]:
    """Name words one slip away that more of the visible posts have than have the typed one."""
    words = words_of(typed)
    if len(words) != 1 or not SHORTEST - 1 <= len(words[0]) <= LONGEST:
        return ()
    word = surface_of(words[0])
    here = len(view.postings(WORD, word)[0])
    if here >= ESTABLISHED:
        return ()
    found = {}
    for near in set(_near(view.snapshot, word)):
        count = len(view.postings(WORD, near)[0])
        if count > here:
            found[near] = count
    return tuple(sorted(found, key=lambda near: (-found[near], near))[:size])


def _near(snapshot: Snapshot, word: str) -> Iterator[str]:
    for vocabulary in snapshot.vocabularies(word[0], Vocabulary.of):
        yield from vocabulary.near(word)


def _table(words: tuple[str, ...]) -> npt.NDArray[np.uint32]:
    if not words:
        return np.zeros((0, LONGEST), dtype=np.uint32)
    return np.array(words, dtype=f"U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST)


def _common(table: npt.NDArray[np.uint32], word: str) -> npt.NDArray[np.int64]:
    # How many letters at the front are the same.
    same = table[:, : len(word)] == np.array([ord(letter) for letter in word], dtype=np.uint32)
    counts: npt.NDArray[np.int64] = np.logical_and.accumulate(same, axis=1).sum(axis=1)
    return counts


def _is_swapped(one: str, other: str, at: int) -> bool:
    return one[at : at + 2] == other[at + 1] + other[at] if at + 1 < len(other) else False
