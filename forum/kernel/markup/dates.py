"""Moments in a text that each reader sees in their own zone: `[date=2026-12-01 time=14:00 …]`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from xml.etree.ElementTree import Element

from markdown.core import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from forum.kernel.times import find_zone, zone

_FACT = re.compile(r"([a-z]+)=(?:\"([^\"]*)\"|(\S+))", re.IGNORECASE)
_CURLY = str.maketrans("“”„«»", '"""""')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_MARKER = re.compile(
    r'<time class="local-date" data-zone="([\w+\-/]+)" datetime="([0-9T:\-]{16})">[^<]*</time>'
)
SIGN = 'class="local-date"'
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Beyond these, zones lead out of the calendar."""


@dataclass(frozen=True, slots=True)
class LocalDate:
    """A day, or a moment on the clocks of one zone."""

    day: date
    at: time | None = None
    zone: str = "UTC"

    def words(self) -> str:
        """Return what stands where no reader is known, as in mail."""
        day = _words_of(self.day)
        return f"{day}, {self.at:%H:%M} ({self.zone})" if self.at else day


def read_date(text: str) -> LocalDate | None:
    """Read what stands between the brackets; None where it makes no sense."""
    facts = {
        name.lower(): quoted or bare
        for name, quoted, bare in _FACT.findall(text.translate(_CURLY)[:300])
    }
    day, at = facts.get("date", ""), facts.get("time", "")
    zone_name = facts.get("timezone", "UTC")
    if not _DAY.fullmatch(day) or (at and not _TIME.fullmatch(at)) or not find_zone(zone_name):
        return None
    try:
        found = LocalDate(date.fromisoformat(day), _time_of(at), zone_name)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.day.year <= LAST_YEAR else None


def _time_of(text: str) -> time | None:
    return time.fromisoformat(text).replace(second=0) if text else None


class LocalDateProcessor(InlineProcessor):
    """Mark a moment with the zone that it was written in."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(?i)\[(date=[^\[\]\n]{8,300})\]", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802 -- Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        found = read_date(m[1])
        if found is None:
            return None, None, None
        element = Element("time", _facts(found))
        element.text = AtomicString(found.words())
        return element, m.start(), m.end()


def _facts(found: LocalDate) -> dict[str, str]:
    if found.at is None:
        return {"datetime": found.day.isoformat()}
    local = datetime.combine(found.day, found.at).isoformat(timespec="minutes")
    return {"class": "local-date", "data-zone": found.zone, "datetime": local}


def fill_dates(html: str, zone_name: str) -> str:
    """Show the marked moments of a text in a reader's zone, and name the one they came from."""
    if SIGN not in html:
        return html
    return _MARKER.sub(lambda found: _filled(found, zone_name), html)


def _filled(found: re.Match[str], zone_name: str) -> str:
    try:
        there = datetime.fromisoformat(found[2]).replace(tzinfo=zone(found[1]))
        here = there.astimezone(zone(zone_name))
    except (ValueError, OverflowError):
        return found[0]
    exact = here.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    words = f"{here:%A} {_words_of(here)}, {here:%H:%M %Z}"
    title = f"{there:%H:%M} in {found[1]}"
    return f'<time class="local-date" datetime="{exact}" title="{escape(title)}">{escape(words)}</time>'


def _words_of(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
