"""Keeping the list of watched words."""

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.values import LONGEST_TAG
from forum.discussion.writing import check_tags
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.language import LANGUAGES
from forum.kernel.markup import check_line
from forum.kernel.verdicts import require
from forum.moderation.matching import MOST_STARS, composed
from forum.moderation.models import WatchedWord
from forum.moderation.rules import may_watch_words
from forum.moderation.values import LONGEST_WATCHED, MOST_WATCHED, WatchAction

ONLY_STARS = "Please write at least two letters: a star alone would be met everywhere."


def watch_word(
    pattern: str, action: WatchAction, *, language: str = "", other: str = "", by: Person
) -> bool:
    """Let the community watch a word; False when it does so already.

    `other` is what stands in its place, or the tag that it gives, where the action asks for one.
    Raises Invalid with the field.
    """
    require(may_watch_words(by))
    pattern = _check_pattern(pattern)
    if language and language not in LANGUAGES:
        raise Invalid("language", "Please choose one of these languages, or all of them.")
    other = _check_other(action, other)
    same = select(WatchedWord.id).where(
        WatchedWord.pattern == pattern,
        WatchedWord.action == action,
        WatchedWord.language == language,
    )
    if db.session.scalar(same) is not None:
        return False
    if (db.session.scalar(select(func.count(WatchedWord.id))) or 0) >= MOST_WATCHED:
        raise Invalid("pattern", f"{MOST_WATCHED} words are watched already: take some out first.")
    db.session.add(
        WatchedWord(
            pattern=pattern,
            action=action,
            language=language,
            other=other,
            added_at=now(),
            added_by_id=by.member_id,
        )
    )
    db.session.flush()
    return True


def stop_watching(word: WatchedWord, *, by: Person) -> None:
    """Watch a word no longer; what it has done to texts stays."""
    require(may_watch_words(by))
    db.session.delete(word)
    db.session.flush()


def _check_pattern(pattern: str) -> str:
    line = check_line(pattern, field="pattern", longest=LONGEST_WATCHED)
    line = composed(" ".join(line.split())).casefold()
    if sum(letter.isalnum() for letter in line) < 2:
        raise Invalid("pattern", ONLY_STARS)
    if line.count("*") > MOST_STARS:
        raise Invalid("pattern", f"Please write at most {MOST_STARS} stars.")
    return line


def _check_other(action: WatchAction, other: str) -> str:
    if action is WatchAction.REPLACE:
        return check_line(other, field="other", longest=LONGEST_WATCHED)
    if action is not WatchAction.TAG:
        return ""
    try:
        tags = check_tags([other[: LONGEST_TAG + 1]])
    except Invalid as refusal:
        raise Invalid("other", refusal.sentence) from None
    if not tags:
        raise Invalid("other", "Please write the tag that such threads get.")
    return tags[0]
