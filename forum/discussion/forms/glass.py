"""Shape and wording of what is typed about break-glass."""

import re

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from forum.discussion.values.glass import GROUND_WORDS, LONGEST_HOURS, Ground
from forum.kernel.fields import Line, OneOf, reason_field

_NUMBER = re.compile(r"(?:.*/t/(?:[^/]*/)?)?([0-9]{1,10})(?:[/?#].*)?")


class GlassForm(FlaskForm):  # type: ignore[misc]
    """Which thread a host must read, on what ground, why and for how long."""

    thread = Line(
        "Address or number of the thread",
        validators=[
            DataRequired("Please give the number of a thread, or its address."),
            Length(max=500),
        ],
    )
    ground = OneOf("Ground", choices=[SelectChoice(str(one), GROUND_WORDS[one]) for one in Ground])
    because = reason_field(
        "Reason, which those in the thread read", missing="Please give a reason."
    )
    hours = Line(f"For how many hours, 1 to {LONGEST_HOURS}")

    @property
    def number(self) -> int:
        """Return the number that was typed, be it in an address; 0 where there is none."""
        found = _NUMBER.fullmatch((self.thread.data or "").strip())
        return int(found[1]) if found else 0

    @property
    def hours_typed(self) -> int:
        """Return the hours; 0 for what is no number."""
        typed = (self.hours.data or "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class GlassAnswerForm(FlaskForm):  # type: ignore[misc]
    """Why somebody does not want to be the second person."""

    because = reason_field("Why not")
