"""What happened to cases before and while they are read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeclared:
    """The author of a thread has declared what its case is, or declared it anew."""

    thread_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A reader has said that they have no conflict with a case, and it is open to them."""

    thread_id: int
    member_id: int
