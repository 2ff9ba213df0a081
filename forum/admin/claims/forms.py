"""The shape and wording of claims and of the answers to them."""

from flask_wtf import FlaskForm

from forum.kernel.fields import reason_field


class ClaimForm(FlaskForm):  # type: ignore[misc]
    """Why the words are one's own."""

    because = reason_field(
        "How can we know that it is you?",
        missing="Please say in a sentence or two how we can know.",
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What is said about a claim in the queue; its buttons carry the act."""

    because = reason_field()


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """Why a claim is refused."""

    because = reason_field(missing="Please give a reason: the member who asked will read it.")
