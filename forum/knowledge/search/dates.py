"""Dates as one types them after `before:` and `after:`."""

import re
from calendar import day_name, month_abbr, month_name
from datetime import datetime, timedelta

DAYS = re.compile(r"\d{1,3}")
DATE = re.compile(r"([12]\d{3})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
WEEKDAYS = {name.lower(): number for number, name in enumerate(day_name)}
MONTHS = {
    name.lower(): number
    for names in (month_name, month_abbr)
    for number, name in enumerate(names)
    if name
}


def read_date(text: str, now: datetime) -> datetime | None:
    """Return the beginning of the day, month or year that a text names, None when it names none.

    `30` is thirty days ago; a weekday is the latest one, today included; a month the latest one
    that has begun. Dates are days of the zone of `now`.
    """
    text = text.lower()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if DAYS.fullmatch(text):
        return today - timedelta(days=int(text))
    if text in {"today", "yesterday"}:
        return today - timedelta(days=text == "yesterday")
    if text in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS[text]) % 7)
    if text in MONTHS:
        month = MONTHS[text]
        return today.replace(year=today.year - (month > today.month), month=month, day=1)
    return _written_out(text, today)


def _written_out(text: str, today: datetime) -> datetime | None:
    found = DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return today.replace(year=int(found[1]), month=int(found[2] or 1), day=int(found[3] or 1))
    except ValueError:
        return None
