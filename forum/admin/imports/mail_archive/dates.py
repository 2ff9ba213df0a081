"""When a message was sent: what its head says, checked against its surroundings."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

EARLIEST = datetime(1975, 1, 1, tzinfo=UTC)
"""Before this no list sent mail: 1904 and 1970 are clocks that lost their battery."""

CLOCK_ERROR = timedelta(days=30)
"""How far from its arrival a message may claim to have been sent before one looks closer."""

_MAX_ZONE_SECONDS = 14 * 3600
_ENVELOPE_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    r"(?:(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})|(?P<day2>\d{1,2})[ -](?P<month2>[A-Z][a-z]{2}))"
    r"[^:]*?(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?P<rest>.*)"
)
_YEAR = re.compile(r"\b(\d{4})\b")
_OFFSET = re.compile(r"[+-]\d{4}\b")
_ZONE = re.compile(r"[+-]\d{4}\b|\b[A-Z]{2,4}\b")


def parse_date(text: str) -> datetime | None:
    """Read the date of a header in UTC; without a zone it is taken to be UTC already."""
    return _read_mail_date(text) or _read_iso_date(text)


def _read_mail_date(text: str) -> datetime | None:
    try:
        parts = parsedate_tz(text)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    offset = parts[9] or 0
    if abs(offset) > _MAX_ZONE_SECONDS:
        offset = 0
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return moment - timedelta(seconds=offset)
    except (ValueError, OverflowError):
        return None


def _read_iso_date(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None


def parse_envelope_date(line: str) -> datetime | None:
    """Read the date of a "From " line, with its zone and year in either order."""
    found = _ENVELOPE_DATE.search(line)
    if found is None:
        return None
    # The year stands before the time or after it, there perhaps behind a zone such as +0100.
    before_time = found[0][: found.start("time") - found.start()]
    year = _YEAR.search(before_time) or _YEAR.search(_OFFSET.sub("", found["rest"]))
    if year is None:
        return None
    zone = _ZONE.search(found["rest"])
    day, month = found["day"] or found["day2"], found["month"] or found["month2"]
    return _read_mail_date(f"{day} {month} {year[1]} {found['time']} {zone[0] if zone else ''}")


def is_plausible(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a list can have carried a message of this date."""
    return moment is not None and EARLIEST <= moment <= now + timedelta(days=1)


def settle_date(
    claimed: datetime | None,
    arrivals: list[datetime | None],
    neighbour: datetime | None,
    now: datetime,
) -> datetime | None:
    """Choose the date to believe: the sender's, else the arrival's, else the neighbour's.

    `arrivals` are the dates of the "From " line and of Received, best first.
    """
    arrival = next((each for each in arrivals if is_plausible(each, now)), None)
    if claimed is None or not is_plausible(claimed, now):
        return arrival or neighbour
    if arrival is None:
        return claimed
    if abs(claimed - arrival) <= CLOCK_ERROR or neighbour is None:
        return claimed
    # Clocks are wrong, but so are arrivals, which converting programs make up: the messages
    # around tell which of the two it is.
    return claimed if abs(claimed - neighbour) <= abs(arrival - neighbour) else arrival
