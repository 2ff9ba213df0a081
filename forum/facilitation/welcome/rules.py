"""May I, about the welcome? Pure answers; nothing here queries."""

from datetime import datetime

from forum.accounts.values import Person
from forum.facilitation.welcome.values import (
    ASKED_AFTER,
    ASKED_WITHIN,
    CHOICES,
    LONGEST_ANSWER,
    Question,
)
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict
from forum.kernel.wording import check_words


def may_be_welcomed(person: Person) -> Verdict:
    """Say whether there is a welcome for such a person: never for guests."""
    return ALLOWED if person.is_member and not person.is_guest else HIDDEN


def may_read_answers(person: Person) -> Verdict:
    """Say whether the person reads what members wanted facilitators to read, as the form says."""
    return ALLOWED if person.is_community_facilitator else HIDDEN


def is_due(question: Question, began_at: datetime, moment: datetime) -> bool:
    """Tell whether the day of a question has come, and is not long past."""
    due = began_at + ASKED_AFTER[question]
    return due <= moment < due + ASKED_WITHIN


def check_answer(question: Question, choice: str, words: str) -> tuple[str, str]:
    """Return the answer tidied up. Raises Invalid for an empty one, or what was not offered."""
    choices = CHOICES[question]
    if choice and choice not in choices:
        raise Invalid("choice", "Please choose one of these.")
    if choices and not choice:
        raise Invalid("choice", "Please choose one of these, or put the question away.")
    return choice, check_words(words, field="words", longest=LONGEST_ANSWER, required=not choices)
