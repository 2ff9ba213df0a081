"""The shape and wording of an answer; nothing here touches a table."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.facilitation.welcome.values import CHOICES, Question
from forum.kernel.fields import OneOf, Words


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """A choice, some words, and who may read them."""

    choice = OneOf("How is it?", validate_choice=False)
    words = Words("In your words")
    is_shared = BooleanField(
        "The facilitators of the community may read this, with my name. Otherwise nobody does."
    )

    def offer(self, question: Question) -> None:
        """Offer what can be chosen; a question in words alone has nothing to choose."""
        if CHOICES[question]:
            self.choice.choices = [SelectChoice(*one) for one in CHOICES[question].items()]
        else:
            del self.choice

    @property
    def chosen(self) -> str:
        """Return what was chosen, or nothing."""
        return (self.choice.data or "") if "choice" in self else ""
