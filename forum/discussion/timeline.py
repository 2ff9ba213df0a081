"""When a thread was written: days, months or years, each leading to its first post."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from forum.kernel.times import zone

MOST_STRETCHES = 12
"""More than so many days become months, more months become years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, month or year in which posts were written; `number` is that of its first post."""

    label: str
    number: int
    count: int


_BY_DAY: tuple[Callable[[date], date], str] = (lambda day: day, "%-d %b %Y")
_BY_MONTH: tuple[Callable[[date], date], str] = (lambda day: day.replace(day=1), "%B %Y")
_BY_YEAR: tuple[Callable[[date], date], str] = (lambda day: day.replace(day=1, month=1), "%Y")


def stretches(moments: Iterable[tuple[int, datetime]], zone_name: str) -> tuple[Stretch, ...]:
    """Divide numbered moments into stretches of one kind, by the days of a reader's zone.

    The finest kind is taken of which there are not too many.
    """
    days = _days(moments, zone(zone_name))
    for begin, form in (_BY_DAY, _BY_MONTH):
        found = _joined(days, begin)
        if len(found) <= MOST_STRETCHES:
            return _labelled(found, form)
    begin, form = _BY_YEAR
    return _labelled(_joined(days, begin), form)


def _joined(
    days: Mapping[date, tuple[int, int]], begin: Callable[[date], date]
) -> dict[date, tuple[int, int]]:
    """Return the first number and the count of each stretch, by the day on which it begins."""
    found: dict[date, tuple[int, int]] = {}
    for day, (number, count) in days.items():
        first, so_far = found.get(begin(day), (number, 0))
        found[begin(day)] = (min(first, number), so_far + count)
    return found


def _labelled(found: Mapping[date, tuple[int, int]], form: str) -> tuple[Stretch, ...]:
    return tuple(Stretch(day.strftime(form), *found[day]) for day in sorted(found))


def _days(moments: Iterable[tuple[int, datetime]], here: tzinfo) -> dict[date, tuple[int, int]]:
    """Return the first number and the count of each day."""
    days: dict[date, tuple[int, int]] = {}
    for number, at in moments:
        day = at.astimezone(here).date()
        first, count = days.get(day, (number, 0))
        days[day] = (min(first, number), count + 1)
    return days
