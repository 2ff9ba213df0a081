"""The shape and wording of what members type in discussions; nothing here touches a table."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forum.accounts.values import NewWindow
from forum.discussion.reminders import When
from forum.discussion.values import AttachedFile, Colour, GroupCard, ReactionSetting
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace
from forum.kernel.db import HIGHEST_ID
from forum.kernel.fields import Choice, Clock, Day, Line, OneOf, Words
from forum.kernel.language import LANGUAGES


def new_submission_key() -> str:
    """Return a secret for one form."""
    return secrets.token_urlsafe(12)


def sequence_in(text: str) -> int:
    """Return the sequence of a draft as a form carries it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def place_in(text: str) -> DraftPlace | None:
    """Return the place of a draft as a form carries it; None for what is none."""
    kind, _, thing = text.partition("/")
    is_number = thing.isascii() and thing.isdigit() and len(thing) < 11
    if kind not in set(DraftKind) or not is_number or int(thing) > HIGHEST_ID:
        return None
    return DraftPlace(DraftKind(kind), int(thing))


class WritingForm(FlaskForm):  # type: ignore[misc]
    """A text, with a secret that lets a double click post once, and the files that it names."""

    attached: Sequence[AttachedFile] = ()

    body = Words("Your text")
    files = MultipleFileField("Add images or documents")
    once = HiddenField(default=new_submission_key)
    draft = HiddenField()
    sequence = HiddenField(default="0")
    preview = SubmitField("Preview")
    kept_at: datetime | None = None
    """When the draft was saved that the form began with."""

    @property
    def wants_preview(self) -> bool:
        """Tell whether the member wants to look before posting."""
        return bool(self.preview.data)

    @property
    def submission_key(self) -> str | None:
        """Return the secret of this form, if it looks like one of ours."""
        key: str = self.once.data or ""
        return key if len(key) == 16 and key.isascii() else None

    @property
    def seen_sequence(self) -> int:
        """Return the sequence of the draft that this form began with; 0 for none."""
        return sequence_in(self.sequence.data or "")

    def open_at(self, place: DraftPlace, draft: DraftCard | None) -> None:
        """Say where the form stands, and begin with what was written there before."""
        self.draft.data = str(place)
        self.sequence.data = str(draft.sequence if draft else 0)
        if draft is not None:
            self.body.data, self.kept_at = draft.text.body, draft.saved_at


class ThreadForm(WritingForm):
    """A new thread."""

    category = SelectField("Category", coerce=int, validators=[InputRequired()])
    title = Line("Title")
    tags = Line("Tags")
    choose = SubmitField("Use this category")
    submit = SubmitField("Start thread")
    offered: dict[int, str]

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer these categories to choose from."""
        self.offered = dict(categories)
        choices = [(0, "Choose a category"), *categories]
        self.category.choices = [SelectChoice(str(id_), name) for id_, name in choices]

    @property
    def chooses(self) -> bool:
        """Tell whether the member goes to another category, rather than on."""
        return bool(self.choose.data)


class ReplyForm(WritingForm):
    """A reply to a thread, or to the post with a number in it."""

    to = IntegerField("In reply to post", validators=[Optional()])
    submit = SubmitField("Reply")


@dataclass(frozen=True, slots=True)
class Blank:
    """A field with nothing wrong, and mostly nothing in it."""

    data: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlankReply:
    """A reply not yet begun, as the templates see it.

    It stands on every page of a thread, and a ReplyForm takes a tenth of the page's time to make.
    """

    once: Blank = field(default_factory=lambda: Blank(new_submission_key()))
    body: Blank = Blank()
    files: Blank = Blank()
    attached: tuple[AttachedFile, ...] = ()
    draft: Blank = Blank()
    sequence: Blank = Blank("0")
    kept_at: datetime | None = None
    errors: tuple[str, ...] = ()
    form_errors: tuple[str, ...] = ()

    @classmethod
    def at(cls, thread_id: int, draft: DraftCard | None) -> "BlankReply":
        """Return a reply to this thread, which begins with what was written there before."""
        place = Blank(str(DraftPlace(DraftKind.REPLY, thread_id)))
        if draft is None:
            return cls(draft=place)
        return cls(
            body=Blank(draft.text.body),
            draft=place,
            sequence=Blank(str(draft.sequence)),
            kept_at=draft.saved_at,
        )


class PeopleForm(FlaskForm):  # type: ignore[misc]
    """Members and groups to be brought into a conversation."""

    to = Line("Members")
    groups = SelectMultipleField(
        "Groups",
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    submit = SubmitField("Add")

    def offer_groups(self, groups: Sequence[GroupCard]) -> None:
        """Offer these groups to choose from."""
        self.groups.choices = [SelectChoice(str(card.id), card.name) for card in groups]


class ConversationForm(PeopleForm, WritingForm):
    """A new conversation."""

    title = Line("Title")
    submit = SubmitField("Send")

    def take_up(self, place: DraftPlace, draft: DraftCard | None) -> None:
        """Begin with a draft, and with those it was to be sent to."""
        self.open_at(draft.place if draft else place, draft)
        if draft is None:
            return
        fields = draft.text.fields
        self.to.data, self.title.data = fields.get("to", ""), fields.get("title", "")
        chosen = fields.get("groups", "").split("\n")
        self.groups.data = [int(id_) for id_ in chosen if id_.isascii() and id_.isdigit()]


class EditForm(WritingForm):
    """Another text for one's own post."""

    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])
    submit = SubmitField("Save")


class HeadingForm(FlaskForm):  # type: ignore[misc]
    """Title and tags of a thread."""

    title = Line("Title")
    tags = Line("Tags")
    because = Line("Reason")
    title_before = HiddenField()
    tags_before = HiddenField()
    submit = SubmitField("Save")


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


def _languages() -> list[SelectChoice]:
    named = [SelectChoice(value, label) for value, label in LANGUAGES.items()]
    return [SelectChoice("", "not known"), *named]


class LanguageForm(FlaskForm):  # type: ignore[misc]
    """Which language a post is written in."""

    language = SelectField("Language", choices=_languages())
    submit = SubmitField("Save")


REACTIONS = [
    SelectChoice(str(ReactionSetting.COUNTED), "with counts, and with the names of who reacted"),
    SelectChoice(str(ReactionSetting.QUIET), "without counts and names"),
    SelectChoice(str(ReactionSetting.OFF), "none"),
]


class CategoryForm(FlaskForm):  # type: ignore[misc]
    """The settings of a category; what each group may do comes in fields named `group-<id>`."""

    name = Line("Name")
    description = Line("Description")
    colour = SelectField("Colour", choices=[SelectChoice(c, c.title()) for c in Colour])
    position = IntegerField("Position", default=0, validators=[Optional()])
    parent = SelectField("Below", coerce=int)
    template = Words("What a new thread begins with")
    facilitators = Line("Facilitators of this category")
    reactions = Choice("Reactions", choices=REACTIONS, default=str(ReactionSetting.COUNTED))
    takes_answers = BooleanField("A reply can be marked as the answer")
    submit = SubmitField("Save")

    def offer(self, parents: list[tuple[int, str]]) -> None:
        """Offer these categories to stand below."""
        choices = [(0, "nothing: it stands by itself"), *parents]
        self.parent.choices = [SelectChoice(str(id_), name) for id_, name in choices]


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a post is withdrawn, for those who must say so: its author need not."""

    because = Line("Reason")
