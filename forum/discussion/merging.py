"""Two texts that grew out of a third one, brought together: what one side alone changed is taken.

Where both changed the same lines, both stand in the text between marks in plain words, and it is
for the writer to choose. A mark is a line of its own, so that one left over is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from forum.discussion.differences import are_comparable

MINE = "=== You wrote: ==="
THEIRS = "=== Saved meanwhile: ==="
END = "=== Until here. ==="
MARKS = frozenset({MINE, THEIRS, END})


@dataclass(frozen=True, slots=True)
class Merged:
    """A text that holds what both sides did."""

    text: str
    conflicts: int


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return both texts in one, by lines, against the text that both began with."""
    old, my_lines, their_lines = (_lines(text) for text in (base, mine, theirs))
    merger = _Merger(old, my_lines, their_lines)
    return merger.run()


def merge_without_base(mine: str, theirs: str) -> Merged:
    """Return both texts in one when nobody knows any more what they began with.

    Then every difference is for the writer to choose.
    """
    my_lines, their_lines = _lines(mine), _lines(theirs)
    out: list[str] = []
    conflicts = 0
    at, their_at = 0, 0
    for a, b, size in [*_blocks(my_lines, their_lines), (len(my_lines), len(their_lines), 0)]:
        if my_lines[at:a] != their_lines[their_at:b]:
            conflicts += 1
            out += _both(my_lines[at:a], their_lines[their_at:b])
        out += my_lines[a : a + size]
        at, their_at = a + size, b + size
    return Merged(_text(out), conflicts)


def merge_names(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return a set of names with what both sides added to it, and without what either took out."""
    kept = [name for name in theirs if name in mine or name not in base]
    return [*kept, *(name for name in mine if name not in base and name not in theirs)]


def has_marks(text: str) -> bool:
    """Tell whether a mark was left in the text, so that two versions still stand side by side."""
    return any(line.strip() in MARKS for line in text.splitlines())


class _Merger:
    """Walks through the lines that both sides kept, and decides about what lies between."""

    def __init__(self, old: list[str], mine: list[str], theirs: list[str]) -> None:
        self.old, self.mine, self.theirs = old, mine, theirs
        self.out: list[str] = []
        self.conflicts = 0

    def run(self) -> Merged:
        at, my_at, their_at = 0, 0, 0
        for old_at, mine_at, theirs_at, size in self._kept_by_both():
            self._between(
                self.old[at:old_at], self.mine[my_at:mine_at], self.theirs[their_at:theirs_at]
            )
            self.out += self.old[old_at : old_at + size]
            at, my_at, their_at = old_at + size, mine_at + size, theirs_at + size
        return Merged(_text(self.out), self.conflicts)

    def _kept_by_both(self) -> list[tuple[int, int, int, int]]:
        """Return the stretches that stand in all three texts, with an empty one at the end."""
        mine = {a + i: b + i for a, b, n in _blocks(self.old, self.mine) for i in range(n)}
        theirs = {a + i: b + i for a, b, n in _blocks(self.old, self.theirs) for i in range(n)}
        kept = [(at, mine[at], theirs[at], 1) for at in sorted(mine.keys() & theirs.keys())]
        return [*kept, (len(self.old), len(self.mine), len(self.theirs), 0)]

    def _between(self, old: list[str], mine: list[str], theirs: list[str]) -> None:
        if mine in (theirs, old):
            self.out += theirs
        elif theirs == old:
            self.out += mine
        else:
            self.conflicts += 1
            self.out += _both(mine, theirs)


def _both(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [MINE, *mine, THEIRS, *theirs, END]


def _blocks(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Return where the texts are the same; nowhere, when finding out would take too long."""
    if not are_comparable(old, new):
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _text(lines: list[str]) -> str:
    return "\n".join(lines)
