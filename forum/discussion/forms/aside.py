"""Where a thread is taken aside."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.kernel.fields import Line, OneOf

PEOPLE = "people"


class AsideForm(FlaskForm):  # type: ignore[misc]
    """A circle, or people by their names."""

    to = OneOf("Where to")
    people = Line("People")
    because = Line("Reason")
    submit = SubmitField("Move the thread")

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Offer these places, and people by name."""
        named = (PEOPLE, "to people whom I name, where it stands")
        self.to.choices = [SelectChoice(value, words) for value, words in (*places, named)]
