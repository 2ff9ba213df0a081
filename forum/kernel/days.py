"""The days that people name, and the moments that they mean."""

from datetime import UTC, date, datetime, time, timedelta

from forum.kernel.clock import now
from forum.kernel.errors import Invalid
from forum.kernel.times import zone


def end_of_day(day: date, zone_name: str, *, most_days: int) -> datetime:
    """Return the last second of a day, as it ends where the person lives.

    Raises Invalid for "until" when the day is past, or more than `most_days` ahead.
    """
    here = zone(zone_name)
    today = now().astimezone(here).date()
    if day < today:
        raise Invalid("until", "This day is past. Please choose today or a later one.")
    last = today + timedelta(days=most_days)
    if day > last:
        raise Invalid("until", f"That is too far ahead: at most until {last:%-d %B %Y}.")
    return datetime.combine(day, time(23, 59, 59), here).astimezone(UTC)
