"""What is typed about sanctions, appeals and removals; nothing here touches a table."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.accounts.sanctions.values import STEPS
from forum.kernel.fields import Choice, reason_field

STEP_WORDS = {24: "24 hours", 72: "72 hours", 168: "a week (168 hours)", 720: "30 days (720 hours)"}


class AppealForm(FlaskForm):  # type: ignore[misc]
    """Why a member asks for another look."""

    appeal = reason_field(
        "Why should somebody look at it again?", missing="Please say in a few sentences why."
    )


class _Step(Choice):
    """A step that only shortening asks for."""

    def pre_validate(self, form: Any) -> None:
        """Leave to the operation what was not offered: lifting and upholding need none."""


class DecideForm(FlaskForm):  # type: ignore[misc]
    """What a facilitator makes of an appeal; the buttons carry the outcome."""

    hours = _Step("How long it lasts instead", coerce=int)
    because = reason_field(missing="Please give a reason: the member reads it.")

    def offer(self, steps: Any) -> None:
        """Offer the steps that it can be shortened to."""
        self.hours.choices = [SelectChoice(str(h), STEP_WORDS[h]) for h in STEPS if h in steps]


class RemovalForm(FlaskForm):  # type: ignore[misc]
    """Why a member is to be removed."""

    because = reason_field(
        missing="Please give a reason: the second facilitator and the member read it."
    )


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """Why a removal is refused."""

    because = reason_field()
