"""The questions of a category's form: how hosts write them, and how they are kept."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from forum.discussion.values.questions import Question, QuestionKind
from forum.kernel.errors import Invalid
from forum.kernel.markup import check_line

MOST_QUESTIONS = 20
LONGEST_LABEL = 120
LONGEST_HELP = 300
MOST_CHOICES = 20
LONGEST_CHOICE = 100
WITH_CHOICES = frozenset({QuestionKind.ONE, QuestionKind.SEVERAL})


@dataclass(slots=True)
class QuestionRow:
    """One row of the page on which hosts write a form, as typed, with what is wrong in it."""

    label: str = ""
    kind: str = QuestionKind.SHORT
    help: str = ""
    choices: str = ""
    is_required: bool = False
    place: str = ""
    key: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written in the row."""
        return not (self.label.strip() or self.help.strip() or self.choices.strip())


def question_of(entry: Mapping[str, Any]) -> Question:
    """Return a question as it was kept."""
    choices, kind = tuple(entry["choices"]), QuestionKind(entry["kind"])
    return Question(**{**entry, "choices": choices, "kind": kind})


def entry_of(question: Question) -> dict[str, Any]:
    """Return a question as it is kept."""
    return {**asdict(question), "choices": list(question.choices)}


def row_of(question: Question, place: int) -> QuestionRow:
    """Return a question as the page shows it to be changed."""
    return QuestionRow(
        label=question.label,
        kind=question.kind,
        help=question.help,
        choices="\n".join(question.choices),
        is_required=question.is_required,
        place=str(place),
        key=question.key,
    )


def check_rows(rows: Sequence[QuestionRow]) -> list[Question]:
    """Return the questions of the rows in their order; what is wrong is noted in the row itself."""
    written = [row for row in rows if not row.is_empty]
    questions = [_check_row(row) for row in sorted(written, key=_place)]
    if len(written) > MOST_QUESTIONS:
        written[MOST_QUESTIONS].errors["label"] = f"A form has at most {MOST_QUESTIONS} questions."
    return questions


def _place(row: QuestionRow) -> int:
    """Return where the row stands; one without a number comes last."""
    return (
        int(row.place)
        if row.place.isascii() and row.place.isdigit() and len(row.place) < 7
        else 10**7
    )


def _check_row(row: QuestionRow) -> Question:
    label = _line(row, "label", row.label, LONGEST_LABEL, required=True)
    kind = QuestionKind(row.kind) if row.kind in set(QuestionKind) else QuestionKind.SHORT
    return Question(
        key=row.key or secrets.randbelow(10**9 - 1) + 1,
        label=label,
        kind=kind,
        help=_line(row, "help", row.help, LONGEST_HELP),
        choices=_choices(row) if kind in WITH_CHOICES else (),
        is_required=row.is_required,
    )


def _choices(row: QuestionRow) -> tuple[str, ...]:
    lines = [_line(row, "choices", line, LONGEST_CHOICE) for line in row.choices.splitlines()]
    choices = tuple(dict.fromkeys(line for line in lines if line))
    if not 2 <= len(choices) <= MOST_CHOICES and "choices" not in row.errors:
        row.errors["choices"] = f"Write 2 to {MOST_CHOICES} choices, each on a line of its own."
    return choices


def _line(row: QuestionRow, name: str, value: str, longest: int, *, required: bool = False) -> str:
    try:
        return check_line(value, field=name, longest=longest, required=required)
    except Invalid as refusal:
        row.errors[name] = refusal.sentence
        return ""
