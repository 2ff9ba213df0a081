"""Shape and wording of what is typed about the health of the community."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from forum.facilitation.health.models import RoleGroup
from forum.facilitation.health.values import LONGEST_NAME, QUESTIONS, REPLIES, Measure, Question
from forum.facilitation.health.wording import ABOUT
from forum.kernel.errors import Invalid
from forum.kernel.fields import Choice, Line, OneOf, Words, reason_field

NOTHING = "I would rather not say"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_DAYS = 4_000


class RoleGroupForm(FlaskForm):  # type: ignore[misc]
    """What a member says that they are."""

    role_group = Choice("I am here mainly as", coerce=int)

    def offer(self, groups: Sequence[RoleGroup]) -> None:
        """Offer the groups of this community, and none."""
        self.role_group.choices = [
            SelectChoice(0, NOTHING),
            *(SelectChoice(one.id, one.name) for one in groups),
        ]


class NameForm(FlaskForm):  # type: ignore[misc]
    """The name of a role group."""

    name = Line(
        "Name",
        validators=[
            DataRequired("Please write what members can say that they are."),
            Length(max=LONGEST_NAME, message=f"Please keep this under {LONGEST_NAME} letters."),
        ],
    )


class WorkingDaysForm(FlaskForm):  # type: ignore[misc]
    """The days on which the community works."""

    weekdays = SelectMultipleField(
        "Working days",
        coerce=int,
        choices=[SelectChoice(number, name) for number, name in enumerate(WEEKDAYS)],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    days_off = Words(
        "Days off",
        validators=[Length(max=LONGEST_DAYS, message="Please keep this to a hundred days.")],
    )

    def chosen_weekdays(self) -> list[int]:
        """Return the weekdays. Raises Invalid for what is none."""
        found = self.weekdays.data or []
        if any(not 0 <= day < len(WEEKDAYS) for day in found):
            raise Invalid("weekdays", "Please choose among these days.")
        return found

    def typed_days(self) -> list[date]:
        """Return the days off, one in each line. Raises Invalid for a line that is no day."""
        days = []
        for line in self.days_off.data.split():
            try:
                days.append(date.fromisoformat(line))
            except ValueError:
                sentence = (
                    f"Please write days like 2027-05-01, one in each line: not “{line[:20]}”."
                )
                raise Invalid("days_off", sentence) from None
        return days


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What the community decided about one of its figures."""

    measure = Choice("Figures", choices=[])
    is_open = OneOf(
        "Who sees them",
        choices=[
            SelectChoice("open", "All members"),
            SelectChoice("closed", "Facilitators alone"),
        ],
    )
    because = reason_field(
        "How this was decided", missing="Please say how the community decided it."
    )

    def offer(self, measures: Sequence[Measure]) -> None:
        """Offer the measures of this house."""
        self.measure.choices = [SelectChoice(str(one), ABOUT[one].title) for one in measures]


def _replies() -> list[SelectChoice]:
    return [SelectChoice(str(reply), words) for reply, words in REPLIES.items()]


class PulseForm(FlaskForm):  # type: ignore[misc]
    """The three questions."""

    heard = OneOf(QUESTIONS[Question.HEARD], choices=_replies())
    could_say = OneOf(QUESTIONS[Question.COULD_SAY], choices=_replies())
    would_raise = OneOf(QUESTIONS[Question.WOULD_RAISE], choices=_replies())


class MirrorForm(FlaskForm):  # type: ignore[misc]
    """Whether somebody wants to see figures about themselves."""

    is_wanted = BooleanField("Show me figures about myself")
