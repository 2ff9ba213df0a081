"""Shape and wording of what is typed about recoveries."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from forum.kernel.fields import Line, reason_field


class RecoveryForm(FlaskForm):  # type: ignore[misc]
    """Beginning to help a member back in."""

    email = Line(
        "Their new e-mail address",
        [InputRequired("Please type the address that the link shall go to.")],
    )
    because = reason_field("How you made sure that it is them")
