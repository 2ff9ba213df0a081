"""Fields of forms, which give back what was typed and refuse in sentences."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from forum.kernel.wording import LONGEST_REASON

_NUMBER = re.compile("[0-9]{1,30}")


class Line(StringField):
    """A line of text; what was not sent is empty."""

    data: str

    def process_data(self, value: str | None) -> None:
        """Begin with the value at hand."""
        self.data = value or ""


class Words(TextAreaField):
    """Several lines of text; what was not sent is empty."""

    data: str

    def process_data(self, value: str | None) -> None:
        """Begin with the value at hand."""
        self.data = value or ""


class Secret(PasswordField):
    """A password; what was not sent is empty, and nothing is ever sent back."""

    data: str

    def process_data(self, value: str | None) -> None:
        """Begin with the value at hand."""
        self.data = value or ""


class _PlainChoice:
    """A choice that says plainly when nothing, or something that was not offered, was chosen."""

    data: Any
    iter_choices: Callable[[], Iterable[Any]]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was chosen; what has no meaning counts as no choice."""
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            self.data = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 -- the signature is WTForms'
        """Refuse anything that was not offered."""
        if str(self.data) not in {str(value) for value, *_ in self.iter_choices()}:
            raise ValidationError("Please choose one of these.")


class OneOf(_PlainChoice, RadioField):  # type: ignore[misc]
    """Radio buttons."""


class Choice(_PlainChoice, SelectField):  # type: ignore[misc]
    """A list to choose from."""


class Numbers(SelectMultipleField):
    """Boxes to tick, each with a number; what is none was not offered, and counts as not ticked."""

    data: list[int]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the numbers among what was ticked."""
        self.data = [int(value) for value in valuelist if _NUMBER.fullmatch(value)]


class _MayBeOpen:
    """A field that may be left open, and whose wrong values are answered with a sentence."""

    wrong: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the value. Raises ValueError, with the sentence, for what is none."""
        if not "".join(valuelist).strip():
            setattr(self, "data", None)  # noqa: B010 -- each field says of which type its data is
            return
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            raise ValueError(self.wrong) from None


class Day(_MayBeOpen, DateField):
    """A day, which may be left open."""

    wrong = "Please write a day like 2027-03-05."


class Clock(_MayBeOpen, TimeField):
    """A time of day, which may be left open."""

    wrong = "Please write a time like 14:30."


class Whole(_MayBeOpen, IntegerField):
    """A whole number, which may be left open."""

    wrong = "Please write a whole number, such as 30."


def reason_field(label: str = "Reason", *, missing: str = "") -> Words:
    """Return a field for a reason; `missing` is what is said when there is none, if one is needed."""
    too_long = f"Please keep this under {LONGEST_REASON:,} letters."
    needed = [DataRequired(missing)] if missing else []
    return Words(label, validators=[*needed, Length(max=LONGEST_REASON, message=too_long)])
