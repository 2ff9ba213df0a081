"""Shape and wording of what is typed about circles."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional

from forum.accounts.circles.values import Circle, Fate
from forum.accounts.values import Admission, Role
from forum.kernel.fields import Day, Line, OneOf, Words, reason_field

ADMISSIONS = {
    str(Admission.OPEN): "Whoever wants to",
    str(Admission.REQUEST): "Who asks, and is let in by a convener",
    str(Admission.INVITATION): "Who is invited by a convener",
}

COMING = {
    str(Role.GUEST): "as a guest, who meets this circle alone, until a day",
    str(Role.MEMBER): "as a member of the community, and into this circle",
}
FATES = {
    str(Fate.KEPT): "Kept: those who are in it go on reading, and nobody writes",
    str(Fate.UNTIL): "Kept until a day: then every thread expires, and its words are removed",
    str(Fate.MOVED): "Moved: its categories become another circle's",
}


class CircleForm(FlaskForm):  # type: ignore[misc]
    """How a circle is named, described and entered."""

    name = Line("Name", [InputRequired("Please name the circle.")])
    about = Words("What it is about", render_kw={"rows": 5})
    admission = OneOf("Who comes in", choices=ADMISSIONS, default=str(Admission.REQUEST))
    is_hidden = BooleanField("Hidden: it exists only for those who are in it or invited")
    shows_members = BooleanField("Members outside see who is in it", default=True)


class BeginForm(CircleForm):
    """A new circle."""

    conveners = Line("Conveners", [InputRequired("Please name who convenes the circle.")])


class AskForm(FlaskForm):  # type: ignore[misc]
    """Asking to be let in."""

    words = Words("A word to the conveners (optional)", render_kw={"rows": 3})


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Inviting a member."""

    handle = Line("Handle", [InputRequired("Please type a handle.")])
    until = Day("In the circle until (optional)")


class LetterForm(FlaskForm):  # type: ignore[misc]
    """Inviting somebody by an e-mail address."""

    email = Line("E-mail address", [InputRequired("Please type their address.")], id="letter-email")
    role = OneOf("They come", choices=COMING, default=str(Role.GUEST))
    until = Day("In the circle until", id="letter-until")
    note = Words("A note to them (optional)", render_kw={"rows": 3}, id="letter-note")


class EndingForm(FlaskForm):  # type: ignore[misc]
    """Ending a circle, and what becomes of what is in it."""

    fate = OneOf("What becomes of its categories and threads", choices=FATES)
    until = Day("The last day on which they can be read")
    into = RadioField("The other circle", [Optional()], choices=[], validate_choice=False)
    sure = BooleanField("I have read what happens")

    def offer(self, circles: Sequence[Circle]) -> None:
        """Offer these circles to move into; none leaves that choice out."""
        self.into.choices = [SelectChoice(circle.slug, circle.name) for circle in circles]
        if not circles:
            self.fate.choices = [one for one in FATES.items() if one[0] != str(Fate.MOVED)]


class NameForm(FlaskForm):  # type: ignore[misc]
    """Why somebody is named who convenes a circle."""

    because = reason_field(
        "Reason, which those in the circle read", missing="Please give a reason."
    )


class NameAnswerForm(FlaskForm):  # type: ignore[misc]
    """Why somebody does not want to be the second person."""

    because = reason_field("Why not")


class EndForm(FlaskForm):  # type: ignore[misc]
    """When a membership ends."""

    until = Day("Until")


class BarForm(FlaskForm):  # type: ignore[misc]
    """Barring a member."""

    handle = Line("Handle", [InputRequired("Please type a handle.")], id="bar-handle")
    because = Words("Reason, which only conveners read", render_kw={"rows": 2}, id="bar-because")
