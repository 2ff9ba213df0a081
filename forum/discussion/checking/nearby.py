"""Words near a hit that say what it is, in the languages of the community."""

import re
from functools import lru_cache

BEFORE, AFTER = 60, 30
"""Letters in which such a word counts."""


@lru_cache(maxsize=200)
def words(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern of words, which may be pieces of regular expressions."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def stands_near(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Tell whether one of the words stands shortly before or after a hit."""
    return bool(
        pattern.search(text[max(0, start - BEFORE) : start])
        or pattern.search(text[end : end + AFTER])
    )


def stands_before(pattern: re.Pattern[str], text: str, start: int, letters: int = BEFORE) -> bool:
    """Tell whether one of the words stands shortly before a hit."""
    return pattern.search(text[max(0, start - letters) : start]) is not None
