"""The shape and wording of what is typed about prompts; nothing here touches a table."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.facilitation.prompts.values import EVERY_WORDS, Every
from forum.kernel.fields import Choice, Clock, Day, Line, OneOf, Whole, Words, reason_field


class PromptForm(FlaskForm):  # type: ignore[misc]
    """A thread that is planned."""

    warned: str = ""
    category = Choice("Category", coerce=int)
    title = Line("Title")
    body = Words("Its first post", render_kw={"rows": 8})
    every = OneOf(
        "How often?",
        choices=[SelectChoice(str(one), words) for one, words in EVERY_WORDS.items()],
        default=str(Every.WEEKS),
    )
    weeks = Whole("Every how many weeks")
    first_on = Day("First day", render_kw={"type": "date"})
    clock = Clock("Time")
    checker = Line("Who looks at it before")

    def offer(self, categories: Sequence[tuple[int, str]]) -> None:
        """Offer these categories."""
        self.category.choices = [SelectChoice(str(id_), name) for id_, name in categories]


class HoldForm(FlaskForm):  # type: ignore[misc]
    """Why a prompt shall not go out."""

    because = reason_field(missing="Please say why, for the other facilitators.")


class QuietForm(FlaskForm):  # type: ignore[misc]
    """Days on which no prompt goes out."""

    first_day = Day("First day", render_kw={"type": "date"})
    last_day = Day("Last day", render_kw={"type": "date"})
    words = Line("What they are")
