"""When a reminder comes up: soon, in a while, or at a moment in the reader's own zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from forum.kernel.errors import Invalid
from forum.kernel.times import zone

MORNING = time(8)
FURTHEST = timedelta(days=3660)
UNCHOSEN = "Choose “On a day that I choose” above to be reminded on this day, or empty it."


class When(StrEnum):
    """What can be chosen for a reminder."""

    NEVER = "never"
    KEEP = "keep"
    """As it was chosen before."""
    TOMORROW = "tomorrow"
    WEEK = "week"
    MONTH = "month"
    DATE = "date"


def reminder_moment(
    when: When,
    *,
    moment: datetime,
    zone_name: str,
    day: date | None = None,
    clock: time | None = None,
    before: datetime | None = None,
) -> datetime | None:
    """Return when to remind, or None; days begin in the morning where the reader is.

    `before` is what KEEP keeps. Raises Invalid for a day that is missing, past or too far away.
    """
    if day is not None and when in {When.NEVER, When.KEEP}:
        # The choice that stood there at first was left: which of the two is meant?
        raise Invalid("day", UNCHOSEN)
    today = moment.astimezone(zone(zone_name)).date()
    match when:
        case When.NEVER:
            return None
        case When.KEEP:
            return before
        case When.TOMORROW:
            return _at(today + timedelta(days=1), MORNING, zone_name)
        case When.WEEK:
            return _at(today + timedelta(days=7), MORNING, zone_name)
        case When.MONTH:
            return _at(_a_month_after(today), MORNING, zone_name)
        case When.DATE:
            return _chosen(day, clock or MORNING, moment, zone_name)


def _chosen(day: date | None, clock: time, moment: datetime, zone_name: str) -> datetime:
    if day is None:
        raise Invalid("day", "Please choose the day of the reminder.")
    # The calendar ends before the year 10,000, and zones reach over its edges.
    if not 1970 < day.year < 9000:
        raise Invalid("day", "Please choose a day within the next ten years.")
    due = _at(day, clock, zone_name)
    if due <= moment:
        raise Invalid("day", "This moment is past. Please choose one that is still to come.")
    if due > moment + FURTHEST:
        raise Invalid("day", "Please choose a day within the next ten years.")
    return due


def _at(day: date, clock: time, zone_name: str) -> datetime:
    local = datetime.combine(day, clock.replace(second=0, microsecond=0), zone(zone_name))
    return local.astimezone(UTC)


def _a_month_after(day: date) -> date:
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
