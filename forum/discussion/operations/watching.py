"""Looking at a text for the words that the community watches, before it is published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from forum.discussion.slots import Wording, watch_words
from forum.discussion.writing import Writing, write
from forum.kernel.errors import Invalid
from forum.kernel.markup import TextFormat

NO_WAITING = (
    "A machine found a word that a facilitator looks at first. Nothing can wait here: please take "
    "it out, or write it in a new post under your name."
)


class WarnedError(Invalid):
    """The writer shall look at their words once more; sent again, they are published."""

    def __init__(self, sentence: str, numbers: Collection[int]) -> None:
        """Keep what the form sends along to say that it was seen."""
        super().__init__("body", sentence)
        self.numbers = tuple(sorted(numbers))


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that may be published, or that waits first."""

    writing: Writing
    title: str = ""
    tags: list[str] = field(default_factory=list)
    is_held: bool = False


def check_wording(
    writing: Writing,
    *,
    title: str = "",
    tags: Sequence[str] = (),
    before: str | None = None,
    seen: Collection[int] = (),
) -> Checked:
    """Look at a text for watched words, and put others in their place where that was decided.

    `before` is the text that is replaced where nothing can wait, as in an edit. `seen` are the
    warnings that its writer has read.
    Raises Invalid for what may not be published, and says that a machine has found it.
    """
    is_held = False
    for watch in watch_words:
        wording = Wording(
            writing.raw, writing.rendered.text, writing.language, title, tuple(tags), before or ""
        )
        found = watch(wording)
        if found.blocked:
            raise Invalid("body", f"{_told(found.blocked)} is not published here.")
        if found.is_held and before is not None:
            raise Invalid("body", NO_WAITING)
        if new := found.warned.keys() - set(seen):
            words = tuple(found.warned[number] for number in sorted(new))
            sentence = (
                f"{_told(words)} is something to think twice about. Send it again to post it."
            )
            raise WarnedError(sentence, found.warned.keys())
        if found.raw != writing.raw and writing.format is TextFormat.MARKDOWN:
            writing = write(found.raw)
        title, tags = found.title, found.tags
        is_held = is_held or found.is_held
    return Checked(writing, title, list(tags), is_held)


def _told(words: Sequence[str]) -> str:
    named = ", ".join(f"“{word}”" for word in words)
    return f"A machine found a watched word: {named}. That"
