"""The shape and wording of claims and of the answers to them."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from forum.kernel.wording import LONGEST_REASON

TOO_LONG = f"Please keep this under {LONGEST_REASON:,} letters."


class ClaimForm(FlaskForm):  # type: ignore[misc]
    """Why the words are one's own."""

    because = TextAreaField(
        "How can we know that it is you?",
        default="",
        validators=[
            DataRequired("Please say in a sentence or two how we can know."),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """Why a claim is refused."""

    because = TextAreaField(
        "Reason",
        default="",
        validators=[
            DataRequired("Please give a reason: the member who asked will read it."),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )
