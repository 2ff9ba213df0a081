"""The fields of what members note for themselves and for others: bookmarks, summaries, newness."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from forum.accounts.values import NewWindow
from forum.discussion.reminders import When
from forum.kernel.fields import Clock, Day, OneOf, Words

REMINDERS = {
    When.NEVER: "No reminder",
    When.TOMORROW: "Tomorrow morning",
    When.WEEK: "In a week",
    When.MONTH: "In a month",
    When.DATE: "On a day that I choose",
}


class BookmarkForm(FlaskForm):  # type: ignore[misc]
    """A note on a place, and when to be reminded of it."""

    note = Words("Note", render_kw={"rows": 3})
    when = OneOf("Remind me")
    day = Day("Day", render_kw={"type": "date"})
    clock = Clock("Time")
    submit = SubmitField("Save")

    def offer(self, kept: str = "") -> None:
        """Offer the choices; `kept` says in words which date stands already."""
        first = [SelectChoice(str(When.KEEP), f"As it is: {kept}")] if kept else []
        self.when.choices = [*first, *(SelectChoice(str(w), say) for w, say in REMINDERS.items())]


class SummaryForm(FlaskForm):  # type: ignore[misc]
    """What a thread has come to so far."""

    words = Words("In short", render_kw={"rows": 4})
    decisions = Words("Decisions", render_kw={"rows": 5})
    questions = Words("Open questions", render_kw={"rows": 5})
    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    preview = SubmitField("Preview")
    submit = SubmitField("Save")


class NewnessForm(FlaskForm):  # type: ignore[misc]
    """How long threads are new to the member."""

    new_window = OneOf("A thread that I have not opened is new")
    submit = SubmitField("Save")

    def offer(self) -> None:
        """Offer the choices."""
        self.new_window.choices = [SelectChoice(str(w), say) for w, say in NEW_WINDOWS.items()]


NEW_WINDOWS = {
    NewWindow.ALWAYS: "until I open or dismiss it",
    NewWindow.VISIT: "if it was started since my last visit",
    NewWindow.TWO_DAYS: "for two days",
    NewWindow.WEEK: "for a week",
}
