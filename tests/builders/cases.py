"""Cases for tests: what readers answer before one opens, and the fields of the gate."""

from forum.accounts.models import Member
from forum.discussion.models import Thread
from forum.discussion.operations.cases import answer_case
from forum.discussion.operations.conflicts import keep_conflicts
from forum.discussion.queries.cases import get_case_to_answer
from forum.discussion.values.cases import Conflict
from forum.kernel.db import unit_of_work
from tests.builders.accounts import person

GATE = {
    "step": "sides",
    "go": "next",
    "basis": "anonymised",
    "jurisdiction": "FR",
    "area": "housing",
    "stage": "first",
    "respondent": "authority",
    "readers": "category",
    "lives": "quiet",
    "days": "365",
}
"""What somebody declares who lets all readers of the category be asked."""


def answer_about(thread: Thread, member: Member, answer: Conflict = Conflict.NONE) -> None:
    """Let a member answer whether they have a conflict with a case."""
    with unit_of_work():
        reader = person(member)
        answer_case(get_case_to_answer(thread.id, answer, by=reader), answer, by=reader)


def list_conflicts(member: Member, *names: str) -> bool:
    """Let a member keep a list of names that they are in conflict with."""
    with unit_of_work():
        return keep_conflicts(names, by=person(member))
