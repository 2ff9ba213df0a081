"""The forms of cases: the gate's four pages, the answer about conflicts, lists of names."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.discussion.forms.labels import LabelFields
from forum.discussion.values.cases import (
    AREA_WORDS,
    BASIS_WORDS,
    RESPONDENT_WORDS,
    STAGE_WORDS,
    Conflict,
)
from forum.discussion.values.jurisdictions import ABOVE, COUNTRIES, PARTS, REGIONS
from forum.kernel.fields import Choice, Day, Line, OneOf, Words, reason_field

UNSURE = "unsure"
NOTHING = SelectChoice("", "Please choose")
ANSWERS = {
    Conflict.NONE: "No conflict: open it",
    Conflict.SOME: "I have one: keep me out of it",
    Conflict.UNSURE: "I am unsure: ask facilitators, and keep it closed",
}
UNSURE_AS_GUEST = "I am unsure: keep it closed for now"


def _choices(words: dict[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(str(key), label) for key, label in words.items()]


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _places() -> dict[str, list[SelectChoice]]:
    return {
        "Coarser words": _choices(REGIONS),
        "Above countries": _choices(ABOVE),
        "Countries": _choices(COUNTRIES),
        "Parts of countries": _choices(PARTS),
    }


class DeclarationFields(FlaskForm):  # type: ignore[misc]
    """What is declared of a case."""

    basis = OneOf("On what basis do you write about it?", choices=_choices(BASIS_WORDS))
    consented_on = Day("Date of the consent", render_kw={"type": "date"})
    scope = Line("What it covers: which readers, which language")
    link = Line("Where the record stands")
    jurisdiction = Choice("Jurisdiction", default="")
    area = Choice(
        "Area of law",
        choices=[NOTHING, *_choices({key: _first_large(one) for key, one in AREA_WORDS.items()})],
        default="",
    )
    stage = Choice(
        "Stage",
        choices=_choices({key: _first_large(one) for key, one in STAGE_WORDS.items()}),
        default="open",
    )
    respondent = Choice(
        "Kind of respondent",
        choices=_choices({key: _first_large(one) for key, one in RESPONDENT_WORDS.items()}),
        default="open",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jurisdiction.choices = {"Not chosen": [NOTHING], **_places()}


class DeclarationForm(DeclarationFields):
    """What is declared of a case, declared anew."""

    submit = SubmitField("Save")


class GateForm(LabelFields, DeclarationFields):
    """All four pages of the gate; each shows its own fields, and carries the others unseen."""

    step = HiddenField()
    basis = OneOf(
        "On what basis do you write about it?",
        choices=[*_choices(BASIS_WORDS), SelectChoice(UNSURE, "I am not sure")],
    )
    opponents = Words("Opponents and their counsel, by name", render_kw={"rows": 5})
    excluded = Line("Members who must not read")


class ConflictForm(FlaskForm):  # type: ignore[misc]
    """A reader's answer before a case is opened to them."""

    answer = OneOf(
        "Do you have a conflict of interest?",
        choices=_choices(ANSWERS),
    )
    words = Words("What makes you unsure", render_kw={"rows": 4})
    submit = SubmitField("Answer")

    def ask_a_guest(self) -> None:
        """Word the question for a guest, who takes part in no conversations."""
        del self.words
        self.answer.choices = _choices({**ANSWERS, Conflict.UNSURE: UNSURE_AS_GUEST})


class WallsForm(FlaskForm):  # type: ignore[misc]
    """Who else must not read a thread."""

    members = Line("Members")
    opponents = Words("Organisations and people, by name", render_kw={"rows": 4})
    submit = SubmitField("Keep out")


class MistakeForm(FlaskForm):  # type: ignore[misc]
    """Why somebody takes back that they have a conflict, or what a facilitator says to it."""

    because = reason_field("Reason", missing="Please say why.")


class ConflictsForm(FlaskForm):  # type: ignore[misc]
    """A member's own list of names that they are in conflict with."""

    names = Words("Organisations and people, one to a line", render_kw={"rows": 10})
    submit = SubmitField("Save")
