"""Planned threads for tests, made through the operations."""

from datetime import date, time

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.queries.categories import directory
from forum.discussion.values import CategoryCard
from forum.facilitation.prompts.models import Prompt
from forum.facilitation.prompts.operations import Plan, issue_when_due, plan_prompt
from forum.facilitation.prompts.values import Every, Outcome, Rhythm
from forum.kernel.db import unit_of_work


def make_prompt(
    category: CategoryCard,
    by: Person,
    *,
    first_on: date,
    every: Every = Every.WEEKS,
    weeks: int = 1,
    clock: time = time(9),
    title: str = "Week {week}",
    body: str = "What did you learn in {month}?",
    checker: Member | None = None,
) -> Prompt:
    """Plan a thread."""
    rhythm = Rhythm(every, weeks, first_on, clock)
    plan = Plan(title, body, rhythm, checker.id if checker else None)
    with unit_of_work():
        return plan_prompt(directory().by_id[category.id], plan, by=by)


def worker_comes(prompt: Prompt) -> Outcome | None:
    """Let the worker look at a prompt."""
    with unit_of_work():
        return issue_when_due(prompt.id)
