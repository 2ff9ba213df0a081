"""What is typed about posts that wait: another text by the author, an answer by facilitators."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from forum.kernel.fields import Line, Words, reason_field


class HeldForm(FlaskForm):  # type: ignore[misc]
    """The text of a post that waits, as its author changes it."""

    warned: str = ""
    title = Line("Title")
    tags = Line("Tags")
    body = Words("Your text", render_kw={"rows": 10})
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open it again.")])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Why a post is not published; the buttons carry the act."""

    because = reason_field()


def answer_form(_card: Any, typed: Any) -> AnswerForm:
    """Return the form to decide about a post that waits."""
    return AnswerForm(typed)
