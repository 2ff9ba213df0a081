"""Forms about guests of a thread."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from forum.kernel.fields import Day, Line, Words


class GuestForm(FlaskForm):  # type: ignore[misc]
    """Inviting somebody from outside into a thread."""

    email = Line("E-mail address", [InputRequired("Please type their address.")])
    until = Day("Until")
    covers = BooleanField("What was declared of this case covers a reader from outside")
    note = Words("A note to them (optional)", render_kw={"rows": 3})


class VisitForm(FlaskForm):  # type: ignore[misc]
    """When a visit ends."""

    until = Day("Until")
