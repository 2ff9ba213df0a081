"""Words that stand nowhere else, in pairs that are planted together.

The first of a pair is typed into addresses, as a reader would who guesses it; the second never is,
so where it shows, something was told.
"""

from dataclasses import dataclass

_BEGINNINGS = ("zyq", "vex", "quor", "brax", "plim", "drov", "skel", "twun", "glof", "nurb", "hask")
ENDS = ("orbit", "lampion", "andril", "efthor", "umbral", "istrane")


@dataclass(frozen=True, slots=True)
class Words:
    """The planted words of one thing."""

    number: int
    are_led_to: bool = True
    """Whether something in the open leads to where they stand."""

    def typed(self, place: str) -> str:
        """Return the word of a place that may be typed into an address."""
        return self._word(place, 0)

    def secret(self, place: str) -> str:
        """Return the word of a place that is never typed."""
        return self._word(place, 1)

    def both(self, place: str) -> str:
        """Return what is planted there."""
        return f"{self.typed(place)} {self.secret(place)}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return everything that tells of the thing."""
        return tuple(self.secret(place) for place in PLACES)

    def _word(self, place: str, side: int) -> str:
        letter = "abcdefghij"[2 * PLACES.index(place) + side]
        return (
            f"{_BEGINNINGS[self.number % len(_BEGINNINGS)]}{letter}{ENDS[self.number % len(ENDS)]}"
        )


PLACES = ("title", "body", "file name", "file text", "tag")
MOST_THINGS = len(_BEGINNINGS) * len(ENDS)
"""So many things have words of their own: neither number divides the other."""


def all_secrets() -> list[str]:
    """Return every word that is ever planted to be found."""
    return [secret for number in range(MOST_THINGS) for secret in Words(number).secrets]
