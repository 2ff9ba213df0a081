"""How watched words are found in a text: whole words, with a star for any letters; pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from forum.moderation.values import WatchAction

MOST_STARS = 2
_ANY_LETTERS = r"\w{0,40}"
"""What a star stands for: bounded, so that no pattern is slow on any text."""


@dataclass(frozen=True, slots=True)
class WordCard:
    """A watched word as texts are compared with it."""

    id: int
    pattern: str
    action: WatchAction
    language: str
    other: str
    """What stands in its place, or the tag that it gives."""

    def speaks(self, language: str) -> bool:
        """Tell whether it is looked for in a text of this language, or of one that nobody can tell."""
        return not self.language or not language or self.language == language


def find_in(pattern: str, text: str) -> str:
    """Return where the pattern is met first in the text, as it stands there; empty for nowhere."""
    found = compiled(pattern).search(composed(text))
    return found.group() if found else ""


def replaced_in(text: str, pattern: str, other: str) -> str:
    """Return the text with other words wherever the pattern is met."""
    composed_text = composed(text)
    changed = compiled(pattern).sub(lambda _: other, composed_text)
    return text if changed == composed_text else changed


def composed(text: str) -> str:
    """Return the text with each letter and its accents as one sign, as patterns have them."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return what finds the pattern: as whole words, in capitals or not."""
    parts = [
        r"\s+".join(re.escape(word) for word in part.split(" ")) for part in pattern.split("*")
    ]
    return re.compile(rf"(?<!\w){_ANY_LETTERS.join(parts)}(?!\w)", re.IGNORECASE)
