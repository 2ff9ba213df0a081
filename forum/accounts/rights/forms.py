"""Shape and wording of what is typed about exports and leaving."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from forum.accounts.rights.values import WAY_WORDS, Way
from forum.kernel.fields import Choice, Day, Line, OneOf, reason_field

ALL = "all"


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """In which way a member goes, and what shall stay."""

    leaving = OneOf("What would you like?")
    until = Day("Away until", [Optional()], render_kw={"type": "date"})
    handle = Line("Your handle, to show that you mean it")
    at_once = BooleanField("Do not wait for seven days: erase me now, which nobody can undo")

    def offer(self, ways: Sequence[Way]) -> None:
        """Offer these ways."""
        self.leaving.choices = [SelectChoice(str(one), WAY_WORDS[one]) for one in ways]

    @property
    def way(self) -> Way | None:
        """Return the way that was chosen among those that are offered."""
        offered = {value for value, *_ in self.leaving.iter_choices()}
        return Way(self.leaving.data) if self.leaving.data in offered else None


class BulkForm(FlaskForm):  # type: ignore[misc]
    """Which threads two people want to export, and why."""

    what = Choice("What")
    because = reason_field("Reason, which all members read", missing="Please give a reason.")

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer the categories that every member can read."""
        self.what.choices = [
            SelectChoice(ALL, "All threads that every member can read"),
            *(SelectChoice(str(id_), f"The threads in {name}") for id_, name in categories),
        ]

    @property
    def category_id(self) -> int | None:
        """Return the chosen category; None for all of them."""
        return None if self.what.data == ALL else int(self.what.data)


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Why somebody does not want to be the second person."""

    because = reason_field("Why not")
