"""What happened to the figures: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMade:
    """The figures of twelve weeks, or of a quarter's three questions, were counted."""

    edition_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOpened:
    """A measure was opened to all members."""

    measure: str
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureClosed:
    """A measure is for facilitators alone again."""

    measure: str
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGroupsChanged:
    """Hosts changed what members can say that they are."""

    by_id: int
