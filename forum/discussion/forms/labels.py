"""The fields of a label: who may read, what may be re-used, which matter, until when."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forum.discussion.values import CategoryCard, GroupCard
from forum.discussion.values.labels import (
    LONGEST_LIFE,
    MATTER_WORDS,
    REUSE_WORDS,
    Life,
    Matter,
    Reuse,
)
from forum.kernel.errors import Invalid
from forum.kernel.fields import Choice, Day, Line, Whole


class Reach(StrEnum):
    """What a form asks about the readers; which of the labels that makes follows from the names."""

    CATEGORY = "category"
    NAMED = "named"


class Ending(StrEnum):
    """The kinds of end that a thread's life can have."""

    NEVER = "never"
    DAY = "day"
    QUIET = "quiet"


REACHES = [
    SelectChoice(str(Reach.CATEGORY), "everyone who sees the category"),
    SelectChoice(str(Reach.NAMED), "only circles and people that I name"),
]
ENDINGS = [
    SelectChoice(str(Ending.NEVER), "no end"),
    SelectChoice(str(Ending.DAY), "a day that I choose"),
    SelectChoice(str(Ending.QUIET), "some days after the last reply"),
]


class LabelFields(FlaskForm):  # type: ignore[misc]
    """The four questions of a label."""

    readers = Choice("Who may read", choices=REACHES, default=str(Reach.CATEGORY))
    circles = SelectMultipleField(
        "Circles and groups",
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    people = Line("People")
    reuse = Choice(
        "What may be re-used",
        choices=[SelectChoice(str(key), words) for key, words in REUSE_WORDS.items()],
        default=str(Reuse.ASK),
    )
    matter = Choice(
        "Matter",
        choices=[SelectChoice(str(key), words) for key, words in MATTER_WORDS.items()],
        default=str(Matter.NONE),
    )
    lives = Choice("Lives until", choices=ENDINGS, default=str(Ending.NEVER))
    ends_on = Day("Day", render_kw={"type": "date"})
    days = Whole("Days")
    labelled_for = IntegerField(validators=[Optional()])
    """The category whose usual label the form began with."""

    def offer_circles(self, groups: Sequence[GroupCard]) -> None:
        """Offer these groups to choose from."""
        self.circles.choices = [SelectChoice(str(card.id), card.name) for card in groups]

    def begin_with(self, category: CategoryCard) -> None:
        """Begin with the usual label of a category."""
        self.labelled_for.data = category.id
        self.reuse.data = str(category.reuse)
        self.take_life(Life(days_after_reply=category.days_after_reply))

    def take_life(self, life: Life) -> None:
        """Show until when a thread lives."""
        self.ends_on.data, self.days.data = life.ends_on, life.days_after_reply
        self.lives.data = str(Ending.NEVER)
        if life.ends_on is not None:
            self.lives.data = str(Ending.DAY)
        elif life.days_after_reply is not None:
            self.lives.data = str(Ending.QUIET)

    @property
    def names_readers(self) -> bool:
        """Tell whether only those may read whom the form names."""
        return bool(self.readers.data == Reach.NAMED)

    @property
    def chosen_reuse(self) -> Reuse:
        """Return what may be re-used. Raises Invalid."""
        return Reuse(_one_of(self.reuse.data, Reuse, "reuse"))

    @property
    def chosen_matter(self) -> Matter:
        """Return which matter it is. Raises Invalid."""
        return Matter(_one_of(self.matter.data, Matter, "matter"))

    def life(self, today: date) -> Life:
        """Return until when the thread is to live. Raises Invalid for a day that is not to come."""
        match _one_of(self.lives.data, Ending, "lives"):
            case Ending.DAY:
                return Life(ends_on=_coming(self.ends_on.data, today))
            case Ending.QUIET:
                return Life(days_after_reply=_count(self.days.data))
        return Life()


class LabelForm(LabelFields):
    """Another label for a thread."""

    because = Line("Reason")
    submit = SubmitField("Save")


def own_reuse(word: str) -> Reuse | None:
    """Return the answer of a post's own; None for that of its thread. Raises Invalid."""
    return Reuse(_one_of(word, Reuse, "reuse")) if word else None


def _one_of(word: Any, words: type[StrEnum], field: str) -> str:
    if word not in set(words):
        raise Invalid(field, "Please choose one of these.")
    return str(word)


def _coming(day: date | None, today: date) -> date:
    if day is None:
        raise Invalid("ends_on", "Please say on which day it ends.")
    if day < today:
        raise Invalid("ends_on", "This day has passed.")
    if day.year > today.year + LONGEST_LIFE // 365:
        raise Invalid("ends_on", "Please choose a day in the next ten years, or no end.")
    return day


def _count(days: int | None) -> int:
    if days is None or not 1 <= days <= LONGEST_LIFE:
        raise Invalid("days", f"Please give a number of days from 1 to {LONGEST_LIFE}.")
    return days
