"""Shape and wording of what is typed about second factors."""

from flask_wtf import FlaskForm
from wtforms import HiddenField

from forum.kernel.fields import Line, Secret, reason_field


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code of an app or a recovery code, or what a passkey has signed."""

    code = Line("Code")
    credential = HiddenField()


class ProofForm(CodeForm):
    """Proving once more who one is."""

    password = Secret("Your password")


class AppForm(FlaskForm):  # type: ignore[misc]
    """The first code of an app."""

    code = Line("The code that the app shows")


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """A new passkey."""

    name = Line("What you call this device")
    credential = HiddenField()


class FreeForm(FlaskForm):  # type: ignore[misc]
    """Why a host takes a member's second factors away."""

    because = reason_field("Reason, which the member reads")
