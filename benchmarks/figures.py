"""The small arithmetic of measuring."""

from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    if not values:
        raise ValueError("There is no percentile of nothing.")
    ordered = sorted(values)
    place = -(-len(ordered) * share // 1)
    return ordered[max(0, min(len(ordered), int(place)) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the value in the middle; of two in the middle, their mean."""
    if not values:
        raise ValueError("There is no median of nothing.")
    ordered, half = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True, slots=True)
class Load:
    """What one stretch of load showed; times are milliseconds."""

    rate: float
    p50: float
    p95: float
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds."""

    p50: float
    p95: float


def middle_load(rounds: Sequence[Load]) -> Load:
    """Return the median of each figure over the rounds, and all errors together."""
    return Load(
        median([one.rate for one in rounds]),
        median([one.p50 for one in rounds]),
        median([one.p95 for one in rounds]),
        sum(one.errors for one in rounds),
    )


def spread(seconds: Sequence[float]) -> Spread:
    """Return p50 and p95, in milliseconds, of durations in seconds."""
    return Spread(percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000)
