"""How far a figure can be trusted: what comes out when the people are drawn again by chance.

People are drawn, not posts: one who writes much counts once, however much they write.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 1_000
LOWEST, HIGHEST = 5, 95
"""In nine of ten draws the figure lies between these percentiles."""

Numbers = NDArray[np.float64]


def draw(people: int, seed: int) -> Numbers:
    """Return how often each person is drawn, draw by draw; the same seed draws the same."""
    chances = np.full(people, 1 / people)
    drawn = np.random.default_rng(seed).multinomial(people, chances, size=DRAWS)
    return drawn.astype(np.float64)


def range_of_share(
    hits: Sequence[float], totals: Sequence[float], draws: Numbers
) -> tuple[float, float]:
    """Return the range of the share of hits among totals, each given person by person."""
    return _between(_divided(draws @ np.asarray(hits, float), draws @ np.asarray(totals, float)))


def range_of_ratio(
    hits: Sequence[float], totals: Sequence[float], is_in: Sequence[bool], draws: Numbers
) -> tuple[float, float]:
    """Return the range of a group's share of hits as a multiple of everyone else's."""
    inside = np.asarray(is_in, float)
    outside = 1 - inside
    hit, total = np.asarray(hits, float), np.asarray(totals, float)
    own = _divided(draws @ (hit * inside), draws @ (total * inside))
    others = _divided(draws @ (hit * outside), draws @ (total * outside))
    return _between(_divided(own, others))


def range_of_voice(
    counts: Sequence[float], is_in: Sequence[bool], draws: Numbers
) -> tuple[float, float]:
    """Return the range of a group's share of posts as a multiple of its share of the people."""
    inside, posts = np.asarray(is_in, float), np.asarray(counts, float)
    voice = _divided(draws @ (posts * inside), draws @ posts)
    weight = draws @ inside / len(inside)
    return _between(_divided(voice, weight))


def _divided(above: Numbers, below: Numbers) -> Numbers:
    """Divide; where nobody was drawn below there is no figure."""
    empty = np.full_like(above, np.nan)
    return np.divide(above, below, out=empty, where=below > 0)


def _between(found: Numbers) -> tuple[float, float]:
    known = found[~np.isnan(found)]
    if not len(known):
        return 0.0, 0.0
    low, high = np.percentile(known, [LOWEST, HIGHEST])
    return float(low), float(high)
