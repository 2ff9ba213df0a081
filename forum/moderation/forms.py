"""The shape and wording of what flaggers and facilitators type; nothing here touches a table."""

import re
from datetime import date

from flask_wtf import FlaskForm
from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from forum.accounts.sanctions.forms import STEP_WORDS
from forum.accounts.sanctions.values import STEPS
from forum.discussion.forms import new_submission_key
from forum.discussion.values import Pin
from forum.discussion.values.acts import TIMER_WORDS, UNITS
from forum.kernel.db import HIGHEST_ID
from forum.kernel.errors import Invalid
from forum.kernel.fields import Choice, Clock, Day, Line, Numbers, OneOf, Whole, Words, reason_field
from forum.kernel.language import LANGUAGES
from forum.moderation.operations.bulk import BULK_WORDS
from forum.moderation.values import WATCH_WORDS

LENGTHS = {f"{hours}-hours": hours for hours in STEPS}
OWN_DATE = "own-date"
MOST_AT_ONCE = 2000


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """The reason that every act carries."""

    because = reason_field(missing="Please give a reason: the members concerned will read it.")


class FlagForm(FlaskForm):  # type: ignore[misc]
    """Which rule a post goes against, and why."""

    rule = OneOf("Which of our rules is it about?", coerce=int)
    because = reason_field(
        "What is the matter?", missing="Please say in a sentence or two what is the matter."
    )


class HandleForm(FlaskForm):  # type: ignore[misc]
    """What facilitators make of flags; the buttons carry the outcome."""

    rule = OneOf("Which rule does your decision rest on?", coerce=int)
    because = reason_field()

    def offer_rules(self, rules: list[tuple[int, str]]) -> None:
        """Offer the rules that flags name; the first one stands unless another is chosen."""
        self.rule.choices = [SelectChoice(str(id_), title) for id_, title in rules]
        if not self.rule.raw_data:
            self.rule.data = rules[0][0]


class TalkForm(FlaskForm):  # type: ignore[misc]
    """The first words of a conversation with a member; the secret lets a double click begin one."""

    title = Line("Title")
    body = Words("Your message")
    once = HiddenField(default=new_submission_key)


class PinForm(ReasonForm):
    """Where a thread stays on top, and until when."""

    where = OneOf("On top of")
    until = Day("Until the end of")

    def offer_places(self, *, everywhere: bool) -> None:
        """Offer the category and, to who may choose it, every list."""
        self.where.choices = [SelectChoice(Pin.CATEGORY.value, "its category")]
        if everywhere:
            self.where.choices.append(SelectChoice(Pin.EVERYWHERE.value, "every list"))
        if not self.where.raw_data and self.where.data is None:
            self.where.data = Pin.CATEGORY.value


class MoveForm(ReasonForm):
    """Which category a thread moves to."""

    category = Choice("Category", coerce=int)

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer these categories to choose from."""
        self.category.choices = [SelectChoice(str(id_), name) for id_, name in categories]


class SlowForm(ReasonForm):
    """How long each member waits between two posts, and until when."""

    amount = Whole("One post every")
    unit = Choice("Unit", choices=[SelectChoice(name, name) for name in UNITS])
    until = Day("Until the end of")


class TimerForm(ReasonForm):
    """What shall be done with a thread later, and when."""

    because = reason_field()
    kind = OneOf(
        "What shall be done",
        choices=[SelectChoice(str(kind), words) for kind, words in TIMER_WORDS.items()],
    )
    day = Day("On the day")
    clock = Clock("At")
    days = Whole("Or so many days after the last post")
    category = Choice("Where it goes, for a move")

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer these categories for a move, and none for what is no move."""
        self.category.choices = [
            SelectChoice("", "nowhere"),
            *(SelectChoice(str(id_), name) for id_, name in categories),
        ]
        if self.category.data is None:
            self.category.data = ""


class CancelTimerForm(ReasonForm):
    """Which timer shall not fire."""

    because = reason_field()
    timer = OneOf("Which one", coerce=int)

    def offer(self, timers: list[tuple[int, str]]) -> None:
        """Offer these timers to choose from."""
        self.timer.choices = [SelectChoice(str(id_), words) for id_, words in timers]
        if len(timers) == 1 and not self.timer.raw_data:
            self.timer.data = timers[0][0]


class OwnerForm(ReasonForm):
    """Whose a post shall be."""

    handle = Line("The handle of the member")


class MergePostsForm(ReasonForm):
    """Which posts of one author become one."""

    numbers = Line("Posts by their numbers")


class BulkForm(ReasonForm):
    """Which threads, and what is done with all of them."""

    threads = Numbers("Threads", validate_choice=False)
    act = OneOf(
        "What shall be done",
        choices=[SelectChoice(str(act), words) for act, words in BULK_WORDS.items()],
    )
    tags = Line("Tags")
    category = Choice("Where they go")

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Offer these categories for a move, and none for what is no move."""
        self.category.choices = [
            SelectChoice("", "nowhere"),
            *(SelectChoice(str(id_), name) for id_, name in categories),
        ]
        if self.category.data is None:
            self.category.data = ""


class NoticeForm(ReasonForm):
    """What stands above a post."""

    because = reason_field("What the notice says", missing="Please write what it shall say.")


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note for the other facilitators."""

    words = Words("A note for those who look after this place")


class TitleForm(ReasonForm):
    """Another title for a thread."""

    title = Line("Title")


class TagsForm(ReasonForm):
    """Other tags for a thread."""

    tags = Line("Tags")


class SanctionForm(ReasonForm):
    """How long a member is silenced or suspended."""

    length = OneOf(
        "For how long?",
        choices=[
            *(SelectChoice(name, STEP_WORDS[hours]) for name, hours in LENGTHS.items()),
            SelectChoice(OWN_DATE, "until a day of your own"),
        ],
    )
    until = Day("Until the end of")

    def suggest(self, hours: int) -> None:
        """Begin with the step that follows from the member's history."""
        self.length.data = f"{hours}-hours"

    def validate_until(self, field: Day) -> None:
        """Demand a day where one was announced."""
        if self.length.data == OWN_DATE and field.data is None and not field.errors:
            raise ValidationError("Please choose the last day.")

    @property
    def last_day(self) -> date:
        """Return the day of one's own. Raises LookupError when there is none."""
        if self.until.data is None:
            raise LookupError("No day was chosen.")
        return self.until.data


class WordForm(FlaskForm):  # type: ignore[misc]
    """A word to watch."""

    pattern = Line("Word")
    action = OneOf(
        "What happens with a text that holds it",
        choices=[SelectChoice(str(one), words) for one, words in WATCH_WORDS.items()],
    )
    other = Line("Words in its place, or the tag")
    language = Choice(
        "Language",
        choices=[SelectChoice("", "all"), *(SelectChoice(*one) for one in LANGUAGES.items())],
        default="",
    )


class TagForm(ReasonForm):
    """Another name for a tag."""

    name = Line("New name")


class SplitForm(ReasonForm):
    """Which posts go into a thread of their own, and how it is called."""

    title = Line("Title of the new thread")
    posts = Numbers("Posts", validate_choice=False)
    """Numbers of the boxes that are ticked."""
    numbers = Line("Posts by their numbers")

    def chosen(self) -> set[int]:
        """Return the numbers of all posts that were chosen. Raises Invalid."""
        ticked = {min(number, HIGHEST_ID) for number in self.posts.data or ()}
        return {*ticked, *numbers_in(self.numbers.data)}


class MergeForm(ReasonForm):
    """Which thread another one is merged into."""

    into = Line("The other thread")

    def thread_id(self) -> int:
        """Return the number of the thread that was named by number or address. Raises Invalid."""
        found = _THREAD.fullmatch(self.into.data.strip())
        if found is None:
            raise Invalid("into", "Please give the address or the number of a thread.")
        return int(found[1])


_THREAD = re.compile(
    r"(?:(?:https?://[^/\s]+)?/t/(?:[^/\s]*/)?)?([0-9]{1,9})(?:/[0-9]*)?(?:[?#]\S*)?"
)
_STRETCH = re.compile(r"([0-9]{1,9})(?:[-–]([0-9]{1,9}))?")


def numbers_in(line: str) -> set[int]:
    """Return the numbers in a line such as "4, 7-12". Raises Invalid."""
    found: set[int] = set()
    for word in line.replace("#", " ").replace(",", " ").split():
        stretch = _STRETCH.fullmatch(word)
        if stretch is None:
            raise Invalid("numbers", "Please write numbers like 4, 7-12.")
        first, last = int(stretch[1]), int(stretch[2] or stretch[1])
        if last - first > MOST_AT_ONCE or len(found) > MOST_AT_ONCE:
            raise Invalid("numbers", f"Please choose at most {MOST_AT_ONCE:,} posts at once.")
        found.update(range(first, last + 1))
    return found
