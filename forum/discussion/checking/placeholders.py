"""What is put in place of what was found: the same for the same thing, all over a form."""

import re
from collections.abc import Iterable

from forum.discussion.checking.values import Hit, Kind

_USED = re.compile(r"\[([^\[\]\n]{1,40}) (\d{1,4}|[A-Z]{1,2})\]")
LETTERED = frozenset({Kind.NAME})


class Placeholders:
    """Gives out placeholders, none that stands in the texts already."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.used = {f"{word} {mark}" for text in texts for word, mark in _USED.findall(text)}
        self.given: dict[tuple[Kind, str], str] = {}

    def of(self, hit: Hit, key: str) -> str:
        """Return what stands for this thing from now on."""
        if hit.placeholder:
            return f"[{hit.placeholder}]"
        known = self.given.get((hit.kind, key))
        if known is None:
            known = self.given[hit.kind, key] = f"[{next_free(hit.kind, self.used)}]"
        return known


def next_free(word: str, used: set[str]) -> str:
    """Return the word with the first number, or letter for people, that nothing else has."""
    place = 1
    while (free := f"{word} {_letters(place) if word in LETTERED else place}") in used:
        place += 1
    used.add(free)
    return free


def lettered(word: str, used: set[str]) -> str:
    """Return the word with the first letter that nothing else has: "client B"."""
    place = 1
    while (free := f"{word} {_letters(place)}") in used:
        place += 1
    used.add(free)
    return free


def _letters(place: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def key_of(hit: Hit, found: str) -> str:
    """Return what two ways to write the same thing have in common."""
    return hit.key or "".join(sign for sign in found.casefold() if sign.isalnum())
