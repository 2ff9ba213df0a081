"""Moments in the words and the zone of a reader."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forum.kernel.clock import now

KEPT = 10_000
"""Moments whose words are kept: the same ones are shown again and again."""


@lru_cache(maxsize=600)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the time zone with this name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone(name: str) -> ZoneInfo:
    """Return the time zone with this name; an unknown one means UTC."""
    return find_zone(name) or ZoneInfo("UTC")


def short_time(at: datetime, zone_name: str) -> str:
    """Return how long ago a moment was, or its day when that is longer ago than a week."""
    moment = now()
    if is_day(at):
        return _day(at, "UTC", moment.year)
    seconds = (moment - at).total_seconds()
    if 0 <= seconds < 60:
        return "just now"
    if 0 <= seconds < 3600:
        return f"{int(seconds // 60)} min"
    if 0 <= seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    if 0 <= seconds < 7 * 86_400:
        return f"{int(seconds // 86_400)} d"
    return _day(at, zone_name, moment.year)


def is_day(at: datetime) -> bool:
    """Tell whether no more than the day is known, as of what is written under a pseudonym."""
    return at.microsecond == 1 and at == only_day(at)


def only_day(at: datetime) -> datetime:
    """Return what is kept of a moment of which no more than the day shall be known.

    It is the first microsecond of the day in UTC, which nothing else is ever noted at.
    """
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=1)


def machine_time(at: datetime) -> str:
    """Return a moment as machines read it, or its day where no more is known."""
    return at.strftime("%Y-%m-%d" if is_day(at) else "%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=KEPT)
def _day(at: datetime, zone_name: str, this_year: int) -> str:
    local = at.astimezone(zone(zone_name))
    return local.strftime("%-d %b" if local.year == this_year else "%-d %b %Y")


@lru_cache(maxsize=KEPT)
def full_time(at: datetime, zone_name: str) -> str:
    """Return a moment in full, in the reader's zone; a day where no more is known."""
    if is_day(at):
        return at.strftime("%-d %B %Y")
    return at.astimezone(zone(zone_name)).strftime("%-d %B %Y, %H:%M %Z")
