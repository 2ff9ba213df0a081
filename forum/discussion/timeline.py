"""When a thread was written: days, months, quarters or years, each leading to its first post."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from forum.kernel.times import zone

MOST_STRETCHES = 18
"""More than so many days become months, more months become quarters, and more of these years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which posts were written; `number` is that of its first post."""

    label: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """How days become stretches: the day on which each begins, and what it is called."""

    begin: Callable[[date], date]
    label: Callable[[date], str]


def _quarter(day: date) -> date:
    return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)


def _name_of_quarter(day: date) -> str:
    return f"{day:%b} – {day.replace(month=day.month + 2):%b %Y}"


_KINDS = (
    _Kind(lambda day: day, lambda day: f"{day:%-d %b %Y}"),
    _Kind(lambda day: day.replace(day=1), lambda day: f"{day:%B %Y}"),
    _Kind(_quarter, _name_of_quarter),
    _Kind(lambda day: day.replace(day=1, month=1), lambda day: f"{day:%Y}"),
)


def stretches(moments: Iterable[tuple[int, datetime]], zone_name: str) -> tuple[Stretch, ...]:
    """Divide numbered moments into stretches of one kind, by the days of a reader's zone.

    The finest kind is taken of which there are not too many.
    """
    days = _days(moments, zone(zone_name))
    for kind in _KINDS:
        found = _joined(days, kind.begin)
        if len(found) <= MOST_STRETCHES:
            break
    return tuple(Stretch(kind.label(day), *found[day]) for day in sorted(found))


def _joined(
    days: Mapping[date, tuple[int, int]], begin: Callable[[date], date]
) -> dict[date, tuple[int, int]]:
    """Return the first number and the count of each stretch, by the day on which it begins."""
    found: dict[date, tuple[int, int]] = {}
    for day, (number, count) in days.items():
        first, so_far = found.get(begin(day), (number, 0))
        found[begin(day)] = (min(first, number), so_far + count)
    return found


def _days(moments: Iterable[tuple[int, datetime]], here: tzinfo) -> dict[date, tuple[int, int]]:
    """Return the first number and the count of each day."""
    days: dict[date, tuple[int, int]] = {}
    for number, at in moments:
        day = at.astimezone(here).date()
        first, count = days.get(day, (number, 0))
        days[day] = (min(first, number), count + 1)
    return days
