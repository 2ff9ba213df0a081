"""The shape and wording of what is typed about asks; nothing here touches a table."""

from collections.abc import Mapping
from datetime import date

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.facilitation.asks.values import ASK_WORDS, Asked, AskKind
from forum.kernel.errors import Invalid
from forum.kernel.fields import Day, OneOf


class AskForm(FlaskForm):  # type: ignore[misc]
    """Which help a thread asks for, and by when."""

    ask = OneOf(
        "This thread asks for",
        choices=[SelectChoice(str(kind), words) for kind, words in ASK_WORDS.items()],
    )
    needed_by = Day("Needed by")

    @property
    def asked(self) -> Asked:
        """Return what was chosen, once it is valid."""
        return Asked(AskKind(self.ask.data), self.needed_by.data)


def asked_in(typed: Mapping[str, str]) -> Asked | None:
    """Return what the form of a new thread says; None where it asks for nothing.

    Raises Invalid for a day that is none, or one without an ask.
    """
    kind, day = typed.get("ask", ""), typed.get("needed_by", "").strip()
    if not kind:
        if day:
            raise Invalid("ask", "Please say which help is needed by that day.")
        return None
    if kind not in set(AskKind):
        raise Invalid("ask", "Please choose what the thread asks for from the list.")
    try:
        return Asked(AskKind(kind), date.fromisoformat(day) if day else None)
    except ValueError:
        raise Invalid("needed_by", "Please write the day like 2027-03-05.") from None
