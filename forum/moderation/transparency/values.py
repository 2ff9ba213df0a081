"""What the note of a quarter counts, and how it tells it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from forum.accounts.slots import Figure
from forum.moderation.values import Act

FEWEST = 5
"""What happened less often than this is told as that alone: a small number points at a person."""
FEWER = f"fewer than {FEWEST}"

COUNTED: tuple[tuple[str, frozenset[Act]], ...] = (
    ("Posts withdrawn", frozenset({Act.POST_WITHDRAWN})),
    ("Posts brought back", frozenset({Act.POST_RESTORED})),
    ("Posts locked", frozenset({Act.POST_LOCKED})),
    (
        "Flags decided about, and the post kept",
        frozenset({Act.FLAGS_KEPT, Act.FLAGS_DISAGREED, Act.FLAGS_IGNORED}),
    ),
    ("Threads closed or archived", frozenset({Act.THREAD_CLOSED, Act.THREAD_ARCHIVED})),
    (
        "Threads moved, split or merged",
        frozenset({Act.THREAD_MOVED, Act.THREAD_SPLIT, Act.THREADS_MERGED}),
    ),
    ("Titles and tags changed", frozenset({Act.THREAD_RETITLED, Act.THREAD_RETAGGED})),
    ("Members silenced", frozenset({Act.MEMBER_SILENCED})),
    ("Members suspended", frozenset({Act.MEMBER_SUSPENDED})),
    ("Removals of members, decided by two", frozenset({Act.REMOVAL_BEGUN})),
    ("Accounts closed by hosts", frozenset({Act.ACCOUNT_CLOSED})),
    (
        "Sanctions lifted or shortened on appeal",
        frozenset({Act.APPEAL_LIFTED, Act.APPEAL_SHORTENED}),
    ),
    ("Sanctions upheld on appeal", frozenset({Act.APPEAL_UPHELD})),
    ("Pseudonyms lifted by two custodians", frozenset({Act.PSEUDONYM_LIFTED})),
    ("Pseudonyms that custodians refused to lift", frozenset({Act.PSEUDONYM_KEPT})),
    ("Exports of many threads", frozenset({Act.THREADS_EXPORTED})),
    ("Threads opened to a host by break-glass", frozenset({Act.GLASS_BROKEN})),
)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year, in UTC."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """Return how addresses and tables name it."""
        return f"{self.year}-Q{self.number}"

    @property
    def words(self) -> str:
        """Return how pages name it."""
        months = ("January to March", "April to June", "July to September", "October to December")
        return f"{months[self.number - 1]} {self.year}"

    @property
    def begins(self) -> datetime:
        """Return its first moment."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return self.after.begins

    @property
    def after(self) -> "Quarter":
        """Return the next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """Return the one before."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)


def quarter_of(moment: datetime) -> Quarter:
    """Return the quarter in which a moment lies."""
    there = moment.astimezone(UTC)
    return Quarter(there.year, (there.month + 2) // 3)


def week_of(moment: datetime) -> datetime:
    """Return the beginning of the week in which a moment lies, on Monday in UTC."""
    there = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return there - timedelta(days=there.weekday())


def told(figure: Figure) -> str:
    """Say how often: never a small number, and in steps of five what members cannot count themselves.

    Nothing is added up, so that no hidden number follows from others.
    """
    if figure.count < FEWEST:
        return FEWER
    if figure.is_rough:
        return f"{figure.count - figure.count % FEWEST} or more"
    return str(figure.count)


@dataclass(frozen=True, slots=True)
class NoteCard:
    """The note of a quarter as pages show it."""

    quarter: str
    words: str
    made_at: datetime
    lines: tuple[tuple[str, str], ...]
