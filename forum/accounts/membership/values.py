"""Who is looked for in the directory, and who is found."""

from dataclasses import dataclass
from datetime import datetime

from forum.kernel.paging import Paging

PER_PAGE = 30
LONGEST_PAUSE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the directory is narrowed to; empty for everybody."""

    words: str = ""
    about: str = ""
    """Words of "ask me about"."""
    jurisdiction: str = ""
    language: str = ""
    organisation_id: int = 0

    @property
    def is_set(self) -> bool:
        """Tell whether anything is narrowed."""
        return self != Sieve()


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the directory shows them."""

    id: int
    handle: str
    name: str
    picture: str | None
    pronouns: str
    role: str
    jurisdictions: tuple[str, ...]
    languages: tuple[str, ...]
    ask_me_about: str
    organisations: tuple[str, ...]
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the directory can be narrowed by: what those in it have said of themselves."""

    jurisdictions: tuple[str, ...]
    languages: tuple[str, ...]
    organisations: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the directory."""

    entries: tuple[Entry, ...]
    total: int
    paging: Paging
    choices: Choices
