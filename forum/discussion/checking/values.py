"""What the text check finds, and what it is told beforehand."""

from dataclasses import dataclass, field
from enum import StrEnum

SHOWN_FROM = 0.5
"""How strong a hit must be to be shown: a form alone is seldom enough, a checksum often is."""
MOST_FINDINGS = 300
"""Findings of one check; who has handled these is shown the next ones."""
LONGEST_NAME = 100
MOST_NAMES = 500
LONGEST_PLACEHOLDER = 40


class Kind(StrEnum):
    """What may point to somebody; the words stand in placeholders."""

    NAME = "person"
    EMAIL = "e-mail"
    PHONE = "phone"
    ACCOUNT = "account"
    CARD = "card"
    NATIONAL = "ID number"
    CASE = "case number"
    LINK = "link"
    NETWORK = "network address"
    BIRTH = "date of birth"
    SPOT = "place"
    STREET = "address"
    PLATE = "plate"
    FILE = "file name"


class CheckWhen(StrEnum):
    """When a text is checked without being asked to."""

    CATEGORIES = "categories"
    ALWAYS = "always"
    NEVER = "never"


WHEN_WORDS = {
    CheckWhen.CATEGORIES: "in categories that ask for it, such as Casework",
    CheckWhen.ALWAYS: "always, in conversations too",
    CheckWhen.NEVER: "only when I press “Check”",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """What one finder has found, from `start` up to `end`."""

    kind: Kind
    start: int
    end: int
    because: str
    strength: float
    key: str = ""
    """What makes two hits the same thing, where that is not their letters and digits."""
    placeholder: str = ""
    """What to put instead, where it is given beforehand."""


@dataclass(frozen=True, slots=True)
class DeniedName:
    """A name that its member wants to be warned of, and what to write instead."""

    name: str
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What finders know besides the text."""

    names: tuple[DeniedName, ...] = ()
    countries: frozenset[str] = frozenset()
    """ISO codes of the countries whose own ways to write numbers are expected."""
    this_year: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a form: a title, an answer, the name of a file."""

    name: str
    """The name of its field; several passages never share one."""
    label: str
    """What members call it."""
    text: str
    has_lines: bool = False
    is_fixed: bool = False
    """Whether it cannot be replaced in the form, such as the name of a file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that may point to a person or a matter, as it is shown."""

    kind: Kind
    passage: str
    """The name of the field."""
    label: str
    line: int
    """Counted from 1."""
    start: int
    end: int
    found: str
    because: str
    """Why it is shown, as one sentence."""
    placeholder: str
    """What can be put instead; empty where that is not possible."""
    strength: float
    has_lines: bool = False
    """Whether a line says more than the label alone."""
    key: str = field(compare=False, default="")
    """What two findings of the same thing share."""
