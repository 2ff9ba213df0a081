"""What moderation keeps about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from forum.accounts.holdings import Holding, Kept, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    one_after_the_other,
    rewrite,
)
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.kernel.db import db
from forum.kernel.text import without_accents
from forum.moderation.models import Flag, LogEntry, LogPlace, ReviewItem, ThreadNote, WatchedWord


@kept_about_member.fill
def kept_by_moderation() -> Sequence[Holding]:
    """Say what moderation keeps."""
    return [FLAGS, REVIEWS, LOG, WORDS, NOTES]


def _flags(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Flag.because, Flag.made_at, Flag.rule_id)
    return give_rows(select(*shown).where(Flag.member_id == person.member_id))


FLAGS = Holding(
    key="flags",
    title="Posts you have flagged",
    about="Which rule you named, and why. Only facilitators see it.",
    until="Kept for good, since decisions rest on it; your name and your words go as you choose when "
    "you leave.",
    columns=every_column(Flag),
    count=lambda member_id: count_rows(Flag.member_id == member_id, Flag.made_at),
    rows=_flags,
    erase=one_after_the_other(forget_own(Flag.member_id, Flag.because), forget_name(Flag.because)),
)


def _reviews(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (ReviewItem.outcome, ReviewItem.handled_at, ReviewItem.because)
    return give_rows(select(*shown).where(ReviewItem.handled_by_id == person.member_id))


def _forget_copies(parting: Parting) -> Iterator[None]:
    """Take flagged words of the member out of the copies that facilitators were shown."""
    if parting.loses_name:
        own = select(Post.id).where(Post.author_id.in_(parting.member_ids))
        yield from rewrite((ReviewItem.copy,), parting.kept_of, ReviewItem.post_id.in_(own))


REVIEWS = Holding(
    key="reviews",
    title="Flags on your posts, and those you have decided about",
    about="What facilitators made of flags; of a message in a conversation, a copy of its text.",
    until="Kept for good; your name and your words go as you choose when you leave.",
    columns=every_column(ReviewItem),
    count=lambda member_id: count_rows(
        (ReviewItem.handled_by_id == member_id)
        | ReviewItem.post_id.in_(select(Post.id).where(Post.author_id == member_id)),
        ReviewItem.opened_at,
    ),
    rows=_reviews,
    erase=one_after_the_other(
        forget_own(ReviewItem.handled_by_id, ReviewItem.because),
        _forget_copies,
        forget_name(ReviewItem.because, ReviewItem.copy),
    ),
)


def _count_log(member_id: int) -> Kept:
    mine = (LogEntry.by_id == member_id) | (LogEntry.member_id == member_id)
    return count_rows(mine, LogEntry.at)


def _log(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (LogEntry.act, LogEntry.at, LogEntry.because, LogEntry.until)
    mine = (LogEntry.by_id == person.member_id) | (LogEntry.member_id == person.member_id)
    return give_rows(select(*shown).where(mine).order_by(LogEntry.id))


WORDS = Holding(
    key="watched_words",
    title="Words you have put on the list of watched words",
    about="The word, and what happens with a text that holds it.",
    until="Kept for the community as long as the word is watched; your name goes as you choose when "
    "you leave.",
    columns=every_column(WatchedWord),
    count=lambda member_id: count_rows(WatchedWord.added_by_id == member_id, WatchedWord.added_at),
    rows=lambda person: give_rows(
        select(WatchedWord.pattern, WatchedWord.action, WatchedWord.added_at).where(
            WatchedWord.added_by_id == person.member_id
        )
    ),
    erase=forget_name(WatchedWord.pattern, WatchedWord.other),
)


NOTES = Holding(
    key="facilitators_notes",
    title="Notes that you left for other facilitators",
    about="On threads that you look after; only those who look after the place read them.",
    until="Kept as long as the thread; your name and your words go as you choose when you leave.",
    columns=every_column(ThreadNote),
    count=lambda member_id: count_rows(ThreadNote.by_id == member_id, ThreadNote.written_at),
    rows=lambda person: give_rows(
        select(ThreadNote.thread_id, ThreadNote.written_at, ThreadNote.words).where(
            ThreadNote.by_id == person.member_id
        )
    ),
    erase=one_after_the_other(
        forget_own(ThreadNote.by_id, ThreadNote.words), forget_name(ThreadNote.words)
    ),
)


_TEXTS = (LogEntry.because, LogEntry.before, LogEntry.after)


def _words_again(parting: Parting) -> Iterator[None]:
    """Bring the words that the log is searched by to what its reasons say now."""
    if parting.loses_name:
        query = select(LogEntry.id, LogEntry.because, LogEntry.words)
        for row in db.session.execute(query).all():
            words = without_accents(row.because)
            if words != row.words:
                changed = update(LogEntry).where(LogEntry.id == row.id).values(words=words)
                db.session.execute(changed, execution_options=QUIETLY)
        yield


def _forget_titles(parting: Parting) -> Iterator[None]:
    if parting.loses_name:
        own = select(Thread.id).where(Thread.author_id.in_(parting.member_ids))
        texts = (LogEntry.before, LogEntry.after)
        yield from rewrite(texts, parting.kept_of, LogEntry.thread_id.in_(own))


LOG = Holding(
    key="moderation_log",
    title="The moderation log",
    about="What you did as a facilitator, and sanctions that concerned you, with the reasons.",
    until="Kept for good, so that it can be answered for; your name and your words in it go as you "
    "choose when you leave.",
    columns=every_column(LogEntry, LogPlace),
    count=_count_log,
    rows=_log,
    erase=one_after_the_other(
        forget_own(LogEntry.by_id, LogEntry.because),
        _forget_titles,
        forget_name(*_TEXTS),
        _words_again,
    ),
)
