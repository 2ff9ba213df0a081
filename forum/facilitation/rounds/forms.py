"""The shape and wording of what is typed about rounds; nothing here touches a table."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forum.discussion.forms import new_submission_key
from forum.facilitation.rounds.values import HAPPENED_WORDS, WAY_WORDS, Way
from forum.kernel.fields import Choice, Day, Line, OneOf, Whole, Words


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A new round: its prompt, and how it is held."""

    warned: str = ""
    once = HiddenField(default=new_submission_key)
    category = Choice("Category", coerce=int)
    title = Line("Title")
    body = Words("The prompt", render_kw={"rows": 8})
    way = OneOf("How is it held?", default=str(Way.TOGETHER))
    closes_on = Day("Its last day", render_kw={"type": "date"})
    groups = SelectMultipleField(
        "Who writes first",
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    first_days = Whole("For how many days")
    people = Line("The order of the turns")

    def offer(
        self, categories: Sequence[tuple[int, str]], groups: Sequence[tuple[int, str]]
    ) -> None:
        """Offer what can be chosen."""
        self.category.choices = [SelectChoice(str(id_), name) for id_, name in categories]
        self.groups.choices = [SelectChoice(str(id_), name) for id_, name in groups]
        self.way.choices = [SelectChoice(str(way), words) for way, words in WAY_WORDS.items()]

    @property
    def submission_key(self) -> str | None:
        """Return the secret of this form, if it looks like one of ours."""
        key: str = self.once.data or ""
        return key if len(key) == 16 and key.isascii() else None


class EntryForm(FlaskForm):  # type: ignore[misc]
    """One's entry in a round."""

    warned: str = ""
    body = Words("Your entry", render_kw={"rows": 10})
    revision = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


class JournalForm(FlaskForm):  # type: ignore[misc]
    """Something for oneself."""

    body = Words("For yourself", render_kw={"rows": 8})
    thread = IntegerField(widget=HiddenInput(), validators=[Optional()])


class CommitmentForm(FlaskForm):  # type: ignore[misc]
    """What somebody means to do."""

    words = Words("What will you do differently?", render_kw={"rows": 3})
    look_on = Day("The day to look back", render_kw={"type": "date"})
    thread = IntegerField(widget=HiddenInput(), validators=[Optional()])


class LookBackForm(FlaskForm):  # type: ignore[misc]
    """What became of it."""

    happened = OneOf(
        "Did it happen?",
        choices=[SelectChoice(str(one), words) for one, words in HAPPENED_WORDS.items()],
        validators=[DataRequired("Please choose one of these.")],
    )
    in_the_way = Words("What got in the way?", render_kw={"rows": 4})
