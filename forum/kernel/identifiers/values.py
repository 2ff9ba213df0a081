"""What an identifier of a case is."""

from dataclasses import dataclass
from enum import StrEnum


class System(StrEnum):
    """Who gives the number."""

    ECLI = "ecli"
    EU = "eu"
    """An ECLI of the courts of the Union, written without its first word."""
    CJEU = "cjeu"
    CELEX = "celex"
    HUDOC = "hudoc"
    ECTHR = "ecthr"
    NEUTRAL = "neutral"
    """A neutral citation such as [2023] UKSC 42."""
    DOCKET = "docket"
    """The number under which one court keeps one matter."""


class Standing(StrEnum):
    """What is known about the case by its number and the words around it."""

    PUBLIC = "public"
    """Decided and published: a citation."""
    PENDING = "pending"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of a case in a text, from `start` up to `end`."""

    system: System
    start: int
    end: int
    text: str
    key: str
    """The number as it is compared: two ways to write it have one key."""
    standing: Standing
    country: str = ""
    """Of a docket: the country whose courts count like this."""
