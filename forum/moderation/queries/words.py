"""Watched words: for those who keep the list, and for texts that are about to be published."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.slots import Watched, Wording
from forum.discussion.values import MOST_TAGS
from forum.kernel.db import db, get_row
from forum.kernel.stamps import StampedCache
from forum.kernel.verdicts import require
from forum.moderation.matching import WordCard, find_in, replaced_in
from forum.moderation.models import WATCHED, WatchedWord
from forum.moderation.rules import may_watch_words
from forum.moderation.values import WatchAction


def list_words(*, by: Person) -> Sequence[WordCard]:
    """Return all watched words, for those who keep the list."""
    require(may_watch_words(by))
    return _cache.get("all")


def get_word(word_id: int, *, by: Person) -> WatchedWord:
    """Return a watched word for those who keep the list. Raises NotFound."""
    require(may_watch_words(by))
    return get_row(WatchedWord, word_id)


def met_in(wording: Wording) -> list[tuple[WordCard, str]]:
    """Return which watched words a text holds that it did not hold before, each as it stands there."""
    found = []
    text = "\n".join((wording.title, " ".join(wording.tags), wording.words, wording.raw))
    for word in _cache.get("all"):
        if not word.speaks(wording.language):
            continue
        met = find_in(word.pattern, text)
        is_new = bool(met) and not (wording.before and find_in(word.pattern, wording.before))
        if is_new or (met and word.action is WatchAction.REPLACE):
            found.append((word, met))
    return found


def watch(wording: Wording) -> Watched:
    """Return what the community's watched words make of a text."""
    met = met_in(wording)
    raw, title, tags = wording.raw, wording.title, list(wording.tags)
    for word, _ in met:
        if word.action is WatchAction.REPLACE:
            raw = replaced_in(raw, word.pattern, word.other)
            title = replaced_in(title, word.pattern, word.other)
        if word.action is WatchAction.TAG and title and len(tags) < MOST_TAGS:
            tags = list(dict.fromkeys([*tags, word.other]))
    return Watched(
        raw,
        title,
        tuple(tags),
        blocked=tuple(text for word, text in met if word.action is WatchAction.BLOCK),
        warned={word.id: text for word, text in met if word.action is WatchAction.WARN},
        is_held=any(word.action is WatchAction.HOLD for word, _ in met),
    )


def _load(_key: str) -> Sequence[WordCard]:
    rows = db.session.scalars(select(WatchedWord).order_by(WatchedWord.pattern, WatchedWord.id))
    return tuple(WordCard(row.id, row.pattern, row.action, row.language, row.other) for row in rows)


_cache: StampedCache[str, Sequence[WordCard]] = StampedCache(_load, stamp=WATCHED)
