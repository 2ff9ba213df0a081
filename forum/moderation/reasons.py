"""What flaggers and facilitators write about their acts."""

from forum.discussion.reasons import need_reason
from forum.kernel.errors import Invalid
from forum.kernel.markup import check_text


def check_reason(because: str, *, required: bool = True) -> str:
    """Return the reason tidied up.

    Raises Invalid for "because" when it is missing though required, too long, or cannot be kept.
    """
    if not because.strip() and not required:
        return ""
    because = need_reason(because)
    try:
        return check_text(because)
    except Invalid as refusal:
        raise Invalid("because", refusal.sentence) from refusal
