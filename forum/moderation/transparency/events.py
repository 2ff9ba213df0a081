"""What happened with notes of quarters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMade:
    """A machine counted a quarter that is over, for all members to read."""

    quarter: str
