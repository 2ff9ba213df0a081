"""The questions of a category's form."""

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What an answer to a question of a form is made of."""

    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a category's form; its key is never given to another one."""

    key: int
    label: str
    kind: QuestionKind
    help: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False

    def input_name(self, category_id: int) -> str:
        """Return the name of its input, which no other question anywhere has."""
        return f"answer-{category_id}-{self.key}"
