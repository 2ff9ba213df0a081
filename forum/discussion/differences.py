"""How two texts differ: line by line, and word by word within lines that changed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 1_500
"""Longer changes are shown as a whole: comparing their words would take too long."""

MOST_PAIRS = 300_000
"""Pairs of equal lines that are looked at: a text that says the same over and over has too many."""

LEAST_ALIKE = 0.4
"""Lines with less in common are shown one after the other: mixed word by word nobody reads them."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that stayed, came in or went out."""

    kind: str
    text: str


def differences(before: str, after: str) -> Iterator[Change]:
    """Return the stretches of both texts in order; kinds are "same", "added" and "removed"."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if not are_comparable(old, new):
        yield from _whole(before, after)
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            yield Change("same", added)
        elif kind == "replace":
            yield from _within_lines(removed, added)
        else:
            yield from _whole(removed, added)


def are_comparable(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether comparing these lines takes no more than a moment."""
    counts = Counter(old)
    return sum(counts[line] for line in new) <= MOST_PAIRS


def _within_lines(removed: str, added: str) -> Iterator[Change]:
    old, new = _WORDS.findall(removed), _WORDS.findall(added)
    if len(old) + len(new) > MOST_WORDS:
        yield from _whole(removed, added)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        yield from _whole(removed, added)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(new[c:d]))
        else:
            yield from _whole("".join(old[a:b]), "".join(new[c:d]))


def _whole(removed: str, added: str) -> Iterator[Change]:
    if removed:
        yield Change("removed", removed)
    if added:
        yield Change("added", added)
