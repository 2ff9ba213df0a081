"""Questions of a form with what was answered so far, as templates show them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from forum.accounts.values import Person
from forum.discussion.answers import Typed, check_answers, compose
from forum.discussion.queries.categories import visible_categories
from forum.discussion.values import CategoryCard
from forum.discussion.values.drafts import DraftText
from forum.discussion.values.questions import Question, QuestionKind

NAME = re.compile(r"answer-(\d{1,10})-(\d{1,10})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a field, with what was typed into it and what is wrong with that."""

    question: Question
    name: str
    values: tuple[str, ...] = ()
    error: str = ""

    @property
    def value(self) -> str:
        """Return what was typed, where it is one thing."""
        return self.values[0] if self.values else ""


def ask(
    form: Sequence[Question], category_id: int, typed: Typed, wrong: Mapping[str, str]
) -> list[Asked]:
    """Return the questions of a category's form as fields."""
    names = [question.input_name(category_id) for question in form]
    return [
        Asked(question, name, _values(question, typed.get(name, ())), wrong.get(name, ""))
        for question, name in zip(form, names, strict=True)
    ]


def _values(question: Question, values: Sequence[str]) -> tuple[str, ...]:
    """Return what was typed or chosen; a draft keeps several choices one to a line."""
    if question.kind is not QuestionKind.SEVERAL:
        return tuple(values)
    return tuple(choice for value in values for choice in value.split("\n"))


def answers_in_request() -> dict[str, tuple[str, ...]]:
    """Return all answers that came with the form, to whatever question."""
    return {name: tuple(values) for name, values in request.form.lists() if NAME.fullmatch(name)}


def answers_in_draft(text: DraftText) -> dict[str, tuple[str, ...]]:
    """Return the answers in a draft."""
    return {name: (value,) for name, value in text.fields.items() if NAME.fullmatch(name)}


def sort_answers(typed: Typed, category: CategoryCard | None, person: Person) -> tuple[Typed, str]:
    """Return the answers to the form of this category, and all others written down as a text."""
    names = _names_of(category)
    own = {name: values for name, values in typed.items() if name in names}
    others = {
        name: values
        for name, values in typed.items()
        if name not in names and any(value.strip() for value in values)
    }
    return own, _written_down(others, person) if others else ""


def _written_down(answers: Typed, person: Person) -> str:
    """Return answers as a text, under their questions where the person may still see those."""
    left, parts = dict(answers), []
    for card in visible_categories(person):
        if _names_of(card) & left.keys() and not _wrong_beside_missing(card, left):
            parts.append(compose(card.form, card.id, left))
            left = {name: left[name] for name in left.keys() - _names_of(card)}
    parts += [value for name in sorted(left) for value in left[name]]
    return "\n\n".join(part for part in parts if part.strip())


def _wrong_beside_missing(card: CategoryCard, answers: Typed) -> bool:
    wrong = check_answers(card.form, card.id, answers)
    return any(name in answers for name in wrong)


def _names_of(category: CategoryCard | None) -> set[str]:
    if category is None:
        return set()
    return {question.input_name(category.id) for question in category.form}
