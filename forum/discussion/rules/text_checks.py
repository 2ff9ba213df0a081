"""May I, about the text check? Pure answers; nothing here queries."""

from forum.accounts.values import Person
from forum.discussion.checking import CheckWhen
from forum.kernel.verdicts import ALLOWED, Verdict, refused


def may_choose_text_check(person: Person) -> Verdict:
    """Say whether the person has texts of their own to be checked."""
    return ALLOWED if person.is_member else refused("Sign in to choose how your texts are checked.")


def is_checked_unasked(when: CheckWhen, *, category_asks: bool) -> bool:
    """Tell whether a text is checked before it is posted, without being asked to."""
    return when is CheckWhen.ALWAYS or (when is CheckWhen.CATEGORIES and category_asks)
