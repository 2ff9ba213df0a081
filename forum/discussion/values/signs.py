"""Reactions: the signs that can be given to a post, and what a category makes of them."""

from dataclasses import dataclass
from enum import StrEnum


class ReactionSetting(StrEnum):
    """What a category makes of reactions."""

    COUNTED = "counted"
    """Shown with their count and, on a page of its own, with the names of who gave them."""
    QUIET = "quiet"
    """Given and received, but neither counted nor named: nothing that could steer who speaks."""
    OFF = "off"


class Sign(StrEnum):
    """The signs that can be given to a post. None of them judges it: who agrees writes why."""

    THANKS = "thanks"
    HEARD = "heard"
    WITH_YOU = "with-you"
    LEARNED = "learned"
    USEFUL = "useful"
    MORE = "more"

    @property
    def label(self) -> str:
        """Return the words that stand beside the drawing of the sign, always."""
        return SIGN_WORDS[self][0]

    @property
    def meaning(self) -> str:
        """Return what giving the sign says, in a sentence."""
        return SIGN_WORDS[self][1]


SIGN_WORDS = {
    Sign.THANKS: ("Thanks", "Thank you, no reply needed."),
    Sign.HEARD: ("Heard", "I have read this and taken it in."),
    Sign.WITH_YOU: ("With you", "I stand with you in this."),
    Sign.LEARNED: ("Learned", "I learned something from this."),
    Sign.USEFUL: ("Will use", "I will use this in my own work."),
    Sign.MORE: ("Tell more", "I would like to read more about this."),
}


@dataclass(frozen=True, slots=True)
class ReactionCard:
    """A sign under a post as one reader sees it; `count` is None where nobody counts."""

    sign: Sign
    count: int | None
    is_mine: bool
