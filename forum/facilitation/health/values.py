"""What is measured, over which time, and what may be said of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

FEWEST = 5
"""No figure is about fewer people, and none about all but fewer."""
FEWEST_ANSWERS = 8
"""Of fewer answers to the three questions nothing is said."""
MOST_COUNTED = 10
"""So many posts of one person count in a share of voice."""
WAITS = timedelta(hours=72)
"""For so long a thread may wait for its first answer."""
HEARD_WITHIN = 2
"""Working days in which newcomers should be heard."""

WEEKS = 12
SETTLING = timedelta(days=14)
"""A window is counted so long after its end: until then answers to its last posts may come."""
MOST_WINDOWS = 5
"""So many windows are counted when the counting begins, and shown."""
_FIRST_DAY = date(2024, 1, 1)
"""A Monday: the windows of all communities begin twelve weeks, or a multiple, after it."""

LONGEST_NAME = 60
MOST_ROLE_GROUPS = 20
MOST_DAYS_OFF = 100
OTHERS = "Everyone else"
ALL = "All"


class Measure(StrEnum):
    """What is measured; each is opened to all members apart from the others."""

    NEWCOMERS_HEARD = "newcomers-heard"
    UNANSWERED = "unanswered"
    LANGUAGES = "languages"
    ACROSS_GROUPS = "across-groups"
    ACTIVE_RATIO = "active-ratio"
    SHARE_OF_VOICE = "share-of-voice"
    HALF_THE_POSTS = "half-the-posts"
    FACILITATORS = "facilitators"
    QUIET = "quiet"
    AGENDAS = "agendas"
    DECISIONS = "decisions"
    BELONGING = "belonging"


class State(StrEnum):
    """What may be said of a figure."""

    SHOWN = "shown"
    FEW = "few"
    """It is about fewer than five people: that, and not how many."""
    NEARLY_ALL = "nearly-all"
    """It is about all but fewer than five people: that, and not how many."""
    HIDDEN = "hidden"
    """So few people are concerned that nothing is said."""


class EditionKind(StrEnum):
    """What an edition of figures is about: twelve weeks, or the three questions of a quarter."""

    WINDOW = "window"
    PULSE = "pulse"


class Question(StrEnum):
    """The three questions of the belonging pulse."""

    HEARD = "heard"
    COULD_SAY = "could_say"
    WOULD_RAISE = "would_raise"


class Reply(StrEnum):
    """What can be answered to one of them."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


QUESTIONS = {
    Question.HEARD: "When I write here, I feel heard.",
    Question.COULD_SAY: "I could say here what I needed to say.",
    Question.WOULD_RAISE: "If something troubled me here, I would raise it.",
}
REPLIES = {Reply.YES: "Yes", Reply.PARTLY: "Partly", Reply.NO: "No"}


@dataclass(frozen=True, slots=True)
class Window:
    """Twelve weeks; no day is in two of them, so that none can be taken out of another."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        """Return its last day."""
        return self.starts_on + timedelta(weeks=WEEKS, days=-1)

    @property
    def starts_at(self) -> datetime:
        """Return its first moment."""
        return datetime.combine(self.starts_on, time(), UTC)

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after it."""
        return self.starts_at + timedelta(weeks=WEEKS)

    @property
    def counted_at(self) -> datetime:
        """Return when it is counted."""
        return self.ends_at + SETTLING

    @property
    def before(self) -> "Window":
        """Return the twelve weeks before."""
        return Window(self.starts_on - timedelta(weeks=WEEKS))


def window_of(day: date) -> Window:
    """Return the window in which a day lies."""
    return Window(day - timedelta(days=(day - _FIRST_DAY).days % (7 * WEEKS)))


def last_windows(moment: datetime) -> list[Window]:
    """Return the windows that can be counted by now, the oldest first."""
    last = window_of((moment - SETTLING).astimezone(UTC).date()).before
    found = [last]
    while len(found) < MOST_WINDOWS:
        found.append(found[-1].before)
    return found[::-1]


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def end_of_quarter(quarter: date) -> date:
    """Return the last day of a quarter."""
    return quarter_of(quarter + timedelta(days=95)) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be said about one group, or one pair of groups, in one measure."""

    row: str
    state: State
    column: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    people: int | None = None
    """About how many people it is about, in fives."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which the community works."""

    weekdays: frozenset[int] = frozenset(range(5))
    """Monday is 0."""
    days_off: frozenset[date] = frozenset()

    def end_after(self, at: datetime, count: int) -> datetime:
        """Return the end of the `count`-th working day after the day of a moment, in UTC."""
        day = at.astimezone(UTC).date()
        while count and self.weekdays:
            day += timedelta(days=1)
            if day.weekday() in self.weekdays and day not in self.days_off:
                count -= 1
        return datetime.combine(day + timedelta(days=1), time(), UTC)
