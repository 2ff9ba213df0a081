"""What becomes of an act that needs two people."""

from enum import StrEnum


class PairOutcome(StrEnum):
    """What the second person, or who asked, made of it; without one it waits or has lapsed."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
