"""What happened to the welcome of a member: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeStopped:
    """A member wants no more of the welcome."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeAsked:
    """A member is asked one of the questions of the first months."""

    member_id: int
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeAnswered:
    """A member has answered such a question; `is_shared` says whether facilitators may read it."""

    member_id: int
    question: str
    is_shared: bool
