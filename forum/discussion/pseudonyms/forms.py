"""Shape and wording of what is typed about pseudonyms."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from forum.discussion.forms import WritingForm
from forum.discussion.forms.labels import LabelFields
from forum.discussion.pseudonyms.values import GROUND_WORDS
from forum.kernel.fields import Line, OneOf, Secret, Words, reason_field

GROUNDS = [SelectChoice(str(ground), words) for ground, words in GROUND_WORDS.items()]


class PseudonymForm(WritingForm):
    """A reply under a pseudonym: it holds no files, and no draft of it is kept."""

    body = Words("Your text", render_kw={"rows": 12})
    to = IntegerField("In reply to post number", validators=[Optional()])


class BeginForm(WritingForm, LabelFields):
    """A thread under a pseudonym, with all of a label but its readers: nobody is named by one."""

    title = Line("Title")
    tags = Line("Tags")
    body = Words("Your text", render_kw={"rows": 14})


class HeadForm(FlaskForm):  # type: ignore[misc]
    """Another title and other tags for a thread that was begun under a pseudonym."""

    title = Line("Title")
    tags = Line("Tags")
    title_before = HiddenField()
    tags_before = HiddenField()


class StricterForm(LabelFields):
    """A stricter label for a thread that was begun under a pseudonym; its readers stay."""


class RevisionForm(FlaskForm):  # type: ignore[misc]
    """Another text for a post under a pseudonym."""

    warned: str = ""
    body = Words("Your text", render_kw={"rows": 12})
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])


class KeyForm(FlaskForm):  # type: ignore[misc]
    """The key to a pseudonym, from another browser."""

    key = Secret("Your key for this thread")


class EraseForm(FlaskForm):  # type: ignore[misc]
    """Whether all that was written shall really go."""

    sure = BooleanField("Yes, remove the words of everything that I wrote under this pseudonym")


class NominationForm(FlaskForm):  # type: ignore[misc]
    """Who shall be a custodian."""

    handle = Line("Handle of the member")
    because = reason_field("Why this member")


class PassphraseForm(FlaskForm):  # type: ignore[misc]
    """A custodian's new passphrase."""

    passphrase = Secret("New passphrase")
    again = Secret("The same once more")


class OpenForm(FlaskForm):  # type: ignore[misc]
    """A custodian's passphrase."""

    passphrase = Secret("Your passphrase")


class PleaForm(OpenForm):
    """Why a pseudonym shall be lifted."""

    ground = OneOf("Ground", choices=GROUNDS)
    rule = Line("Which rule, if one was broken")
    because = reason_field("Reason, which the author reads")
    late_because = Words(
        "If telling the author at once would put somebody in danger: why", render_kw={"rows": 3}
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Why a pseudonym is not lifted, or muted."""

    because = reason_field("Reason")
