"""Plain words that people write in forms: notes, descriptions, and the reasons of acts."""

from forum.kernel.errors import Invalid
from forum.kernel.markup import check_text

LONGEST_REASON = 2000


def check_words(value: str, *, field: str, longest: int, required: bool = False) -> str:
    """Return a text of one or more lines tidied up; `longest` is in letters.

    Raises Invalid for `field` when the text is too long or cannot be kept.
    """
    words = value.strip()
    if not words:
        if required:
            raise Invalid(field, "Please write something here.")
        return ""
    if len(words) > longest:
        raise Invalid(field, f"Please keep this under {longest:,} letters; it has {len(words):,}.")
    try:
        return check_text(words, limit=4 * longest)
    except Invalid as refusal:
        raise Invalid(field, refusal.sentence) from None


def need_reason(because: str) -> str:
    """Return the reason tidied up. Raises Invalid when there is none, or a whole essay."""
    if not because.strip():
        raise Invalid("because", "Please give a reason: the members concerned will read it.")
    return check_words(because, field="because", longest=LONGEST_REASON)
