"""The shape and wording of what members type in discussions; nothing here touches a table."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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

from forum.accounts.values import Level
from forum.discussion.checking import CheckReport
from forum.discussion.forms.labels import LabelFields
from forum.discussion.values import Colour, GroupCard, ReactionSetting
from forum.discussion.values.drafts import DraftCard, DraftKind, DraftPlace
from forum.discussion.values.held import APPROVING_WORDS
from forum.discussion.values.labels import REUSE_WORDS, Reuse
from forum.kernel.db import HIGHEST_ID
from forum.kernel.fields import Choice, Line, Whole, Words
from forum.kernel.language import LANGUAGES
from forum.kernel.markup import FileCard


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


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that a text names, as who sent it is shown it while writing."""

    card: FileCard
    alt: str
    facts: tuple[tuple[str, str], ...]


class WritingForm(FlaskForm):  # type: ignore[misc]
    """A text, with a secret that lets a double click post once, and the files that it names."""

    attached: Sequence[AttachedFile] = ()

    body = Words("Your text")
    files = MultipleFileField("Add images or documents")
    once = HiddenField(default=new_submission_key)
    draft = HiddenField()
    sequence = HiddenField(default="0")
    preview = SubmitField("Preview")
    check = SubmitField("Check")
    report: CheckReport | None = None
    warned: str = ""
    """What its writer was warned of: watched words, by their numbers."""
    """What the text check has to say, once it has looked."""
    kept_at: datetime | None = None
    """When the draft was saved that the form began with."""

    @property
    def wants_preview(self) -> bool:
        """Tell whether the member wants to look before posting."""
        return bool(self.preview.data)

    @property
    def wants_check(self) -> bool:
        """Tell whether the member wants the text to be checked, and nothing posted."""
        return bool(self.check.data)

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


class ThreadForm(LabelFields, WritingForm):
    """A new thread, with the answers to the four questions of its label."""

    category = SelectField("Category", coerce=int, validators=[InputRequired()])
    title = Line("Title")
    tags = Line("Tags")
    choose = SubmitField("Use this category")
    submit = SubmitField("Start thread")
    offered: dict[int, str]
    further: Mapping[str, str] | None = None
    """What a draft, or the address, says to further questions; None for what was sent."""
    further_wrong: Mapping[str, str] = {}
    gate: Mapping[str, list[str]] | None = None
    """What was declared of a case at the gate, as a draft keeps it; None for what was sent."""

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
    reuse = Line("Re-use of this reply")
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
    reuse: Blank = Blank()
    attached: tuple[AttachedFile, ...] = ()
    draft: Blank = Blank()
    sequence: Blank = Blank("0")
    kept_at: datetime | None = None
    report: None = None
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
            reuse=Blank(draft.text.fields.get("reuse", "")),
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
    reuse = Line("Re-use of this post")
    submit = SubmitField("Save")


class HeadingForm(FlaskForm):  # type: ignore[misc]
    """Title and tags of a thread."""

    title = Line("Title")
    tags = Line("Tags")
    because = Line("Reason")
    title_before = HiddenField()
    tags_before = HiddenField()
    submit = SubmitField("Save")


def _languages() -> list[SelectChoice]:
    named = [SelectChoice(value, label) for value, label in LANGUAGES.items()]
    return [SelectChoice("", "not known"), *named]


class LanguageForm(FlaskForm):  # type: ignore[misc]
    """Which language a post is written in."""

    language = Choice("Language", choices=_languages())
    submit = SubmitField("Save")


REACTIONS = [
    SelectChoice(str(ReactionSetting.COUNTED), "with counts, and with the names of who reacted"),
    SelectChoice(str(ReactionSetting.QUIET), "without counts and names"),
    SelectChoice(str(ReactionSetting.OFF), "none"),
]


REUSES = [SelectChoice(str(key), words) for key, words in REUSE_WORDS.items()]


APPROVINGS = [SelectChoice(str(one), words) for one, words in APPROVING_WORDS.items()]


class PlaceFields(FlaskForm):  # type: ignore[misc]
    """What is decided about a category, be it the community's or a circle's."""

    name = Line("Name")
    description = Line("Description")
    colour = Choice("Colour", choices=[SelectChoice(c, c.title()) for c in Colour])
    template = Words("What a new thread begins with")
    reactions = Choice("Reactions", choices=REACTIONS, default=str(ReactionSetting.COUNTED))
    takes_answers = BooleanField("A reply can be marked as the answer")
    checks_text = BooleanField("Texts are checked before they are posted")
    is_for_cases = BooleanField("Its threads are about cases")
    allows_pseudonyms = BooleanField("Members may write under a pseudonym")
    reuse = Choice("What may be re-used of new threads", choices=REUSES, default=str(Reuse.ASK))
    days = Whole("Days that new threads live after their last reply")

    @property
    def place(self) -> dict[str, Any]:
        """Return what was decided, by the names of the settings."""
        plain = ("name", "description", "template", "takes_answers", "checks_text")
        return {
            **{name: self[name].data for name in (*plain, "is_for_cases", "allows_pseudonyms")},
            "colour": Colour(self.colour.data),
            "reactions": ReactionSetting(self.reactions.data),
            "reuse": Reuse(self.reuse.data),
            "days_after_reply": self.days.data,
        }


class CategoryForm(PlaceFields):
    """The settings of a category; what each group may do comes in fields named `group-<id>`."""

    position = Whole("Position", default=0)
    parent = Choice("Below", coerce=int)
    facilitators = Line("Facilitators of this category")
    approving_threads = Choice(
        "Whose new threads wait for a facilitator", choices=APPROVINGS, default="none"
    )
    approving_replies = Choice(
        "Whose replies wait for a facilitator", choices=APPROVINGS, default="none"
    )
    submit = SubmitField("Save")

    def offer(self, parents: list[tuple[int, str]]) -> None:
        """Offer these categories to stand below."""
        choices = [(0, "nothing: it stands by itself"), *parents]
        self.parent.choices = [SelectChoice(str(id_), name) for id_, name in choices]


CIRCLE_LEVELS = [
    SelectChoice(str(int(Level.START)), "read, reply and start threads"),
    SelectChoice(str(int(Level.REPLY)), "read and reply"),
    SelectChoice(str(int(Level.SEE)), "read"),
]


class CircleCategoryForm(PlaceFields):
    """The settings of a circle's category, which nobody sees who is not in the circle."""

    level = Choice("Those in the circle may", choices=CIRCLE_LEVELS, default=str(int(Level.START)))


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a post is withdrawn, for those who must say so: its author need not."""

    because = Line("Reason")
