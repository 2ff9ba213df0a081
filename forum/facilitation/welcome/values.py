"""The three things to do, and the questions of the first weeks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_ANSWER = 4000


class FirstThing(StrEnum):
    """What somebody new is invited to do."""

    RULES = "rules"
    HELLO = "hello"
    LEVEL = "level"


class Question(StrEnum):
    """What a member is asked in the first months, one thing at a time."""

    NEED = "need"
    PULSE = "pulse"
    STAY = "stay"


ASKED_AFTER = {
    Question.NEED: timedelta(days=14),
    Question.PULSE: timedelta(days=30),
    Question.STAY: timedelta(days=90),
}
ASKED_WITHIN = timedelta(days=14)
"""A question that could not be asked so long after its day, as in a pause, is not asked any more."""
QUESTION_WORDS = {
    Question.NEED: "You have been here for two weeks. What do you need?",
    Question.PULSE: "You have been here for a month. How is it for you?",
    Question.STAY: "You have been here for three months. Stay, or pause?",
}
CHOICES = {
    Question.NEED: {},
    Question.PULSE: {
        "at-home": "I feel at home here",
        "getting-there": "I am getting there",
        "not-yet": "Not yet",
    },
    Question.STAY: {"stay": "I stay", "pause": "I would rather pause for a while"},
}
"""What can be chosen from; a question without choices is answered in words."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the welcome shows to a member today."""

    done: frozenset[FirstThing]
    question: Question | None = None
    """The newest question that waits for an answer."""
    is_stopped: bool = False

    @property
    def has_more(self) -> bool:
        """Tell whether one of the three things is still to do."""
        return len(self.done) < len(FirstThing)

    @property
    def is_shown(self) -> bool:
        """Tell whether there is anything to show."""
        return not self.is_stopped and (self.has_more or self.question is not None)


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer that a member wanted facilitators to read."""

    handle: str
    name: str
    question: Question
    choice: str
    words: str
    at: datetime
