"""What members have brought about in threads beside posts: titles, tags, summaries, acts."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, exists, select, update

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import (
    AT_ONCE,
    QUIETLY,
    columns,
    count_rows,
    every_column,
    forget_name,
    forget_own,
    give_rows,
    naming,
    one_after_the_other,
    rewrite,
)
from forum.accounts.values import Person
from forum.discussion.models import (
    PostNotice,
    Summary,
    Tag,
    TagAlias,
    TagFollowing,
    Thread,
    ThreadAct,
    ThreadTag,
    ThreadTimer,
)
from forum.discussion.queries.threads import select_visible_threads
from forum.kernel.db import db
from forum.kernel.text import slug_of

UNTITLED = "Title removed"
_REASONS = (
    Thread.closed_because,
    Thread.archived_because,
    Thread.pinned_because,
    Thread.slow_because,
)


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Thread.id, Thread.title, Thread.category_id, Thread.created_at)
    mine = select_visible_threads(person).where(Thread.author_id == person.member_id)
    return give_rows(mine.with_only_columns(*shown).order_by(Thread.id))


def _retitle(parting: Parting) -> Iterator[None]:
    if not parting.loses_name:
        return
    own = Thread.author_id.in_(parting.member_ids)
    if parting.loses_texts:
        yield from _remove_titles(parting)
    else:
        yield from rewrite((Thread.title,), parting.own_without_name, own, also=_no_slug)
    named = ~own & naming((Thread.title,), parting.needles)
    yield from rewrite((Thread.title,), parting.without_name, named, also=_no_slug)
    yield from rewrite(_REASONS, parting.without_name, naming(_REASONS, parting.needles))
    for by, because in (
        (Thread.closed_by_id, Thread.closed_because),
        (Thread.archived_by_id, Thread.archived_because),
        (Thread.slow_by_id, Thread.slow_because),
    ):
        yield from rewrite((because,), parting.kept_of, by.in_(parting.member_ids))


def _no_slug(_row: Any) -> Mapping[str, Any]:
    """Take the old title out of the address, too, which finds its thread by number."""
    return {"slug": "thread"}


def _remove_titles(parting: Parting) -> Iterator[None]:
    """Remove titles and tags of the member's threads, and what was told of other ones before."""
    own = select(Thread.id).where(Thread.author_id.in_(parting.member_ids))
    titled = {"title": UNTITLED, "slug": slug_of(UNTITLED)}
    changed = update(Thread).where(Thread.author_id.in_(parting.member_ids)).values(**titled)
    db.session.execute(changed, execution_options=QUIETLY)
    told = update(ThreadAct).where(ThreadAct.thread_id.in_(own)).values(before="", after="")
    db.session.execute(told, execution_options=QUIETLY)
    tags = select(ThreadTag.tag_id).where(ThreadTag.thread_id.in_(own))
    tag_ids = sorted(set(db.session.scalars(tags)))
    untagged = delete(ThreadTag).where(ThreadTag.thread_id.in_(own))
    db.session.execute(untagged, execution_options=QUIETLY)
    for at in range(0, len(tag_ids), AT_ONCE):
        _remove_unused_tags(tag_ids[at : at + AT_ONCE])
    db.session.expire_all()
    yield


def _remove_unused_tags(tag_ids: list[int]) -> None:
    unused = select(Tag.id).where(Tag.id.in_(tag_ids), ~exists().where(ThreadTag.tag_id == Tag.id))
    ids = list(db.session.scalars(unused))
    for column in (TagAlias.tag_id, TagFollowing.tag_id, Tag.id):
        gone = delete(column.class_).where(column.in_(ids))
        db.session.execute(gone, execution_options=QUIETLY)


THREADS = Holding(
    key="threads",
    title="Threads you began",
    about="Their titles, and why you closed or archived any.",
    until="Kept as long as the community keeps them; titles and tags go when your texts go.",
    columns=every_column(Thread),
    count=lambda member_id: count_rows(Thread.author_id == member_id, Thread.created_at),
    rows=_rows,
    erase=_retitle,
)


def _tags(person: Person) -> Iterator[Mapping[str, Any]]:
    mine = select_visible_threads(person).where(Thread.author_id == person.member_id)
    query = select(ThreadTag.thread_id, Tag.name).join(Tag, Tag.id == ThreadTag.tag_id)
    return give_rows(query.where(ThreadTag.thread_id.in_(mine.with_only_columns(Thread.id))))


TAGS = Holding(
    key="tags",
    title="Tags",
    about="Words on threads, which belong to nobody: who put them there is not kept.",
    until="Kept while a thread has them; those of your threads go when your texts go.",
    columns=columns(Tag.name, TagAlias.name),
    count=lambda member_id: count_rows(
        ThreadTag.thread_id.in_(select(Thread.id).where(Thread.author_id == member_id)), None
    ),
    rows=_tags,
    place=55,
)

_WORDS = (
    Summary.words,
    Summary.decisions,
    Summary.questions,
    Summary.words_html,
    Summary.decisions_html,
    Summary.questions_html,
)


def _summaries(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Summary.thread_id, Summary.version, Summary.words, Summary.decisions)
    query = select(*shown, Summary.questions, Summary.written_at)
    return give_rows(query.where(Summary.written_by_id == person.member_id).order_by(Summary.id))


SUMMARIES = Holding(
    key="summaries",
    title="Summaries you have written",
    about="Versions of the box at the top of a thread.",
    until="Kept as long as their threads; your name and your words go as you choose when you leave.",
    columns=every_column(Summary),
    count=lambda member_id: count_rows(Summary.written_by_id == member_id, Summary.written_at),
    rows=_summaries,
    erase=one_after_the_other(forget_own(Summary.written_by_id, *_WORDS), forget_name(*_WORDS)),
)


def _acts(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (ThreadAct.thread_id, ThreadAct.kind, ThreadAct.at, ThreadAct.because)
    return give_rows(select(*shown).where(ThreadAct.by_id == person.member_id))


def _forget_titles(parting: Parting) -> Iterator[None]:
    """Take the name out of titles that threads of the member had."""
    if parting.loses_name:
        own = select(Thread.id).where(Thread.author_id.in_(parting.member_ids))
        texts = (ThreadAct.before, ThreadAct.after)
        yield from rewrite(texts, parting.own_without_name, ThreadAct.thread_id.in_(own))


_ACT_TEXTS = (ThreadAct.because, ThreadAct.before, ThreadAct.after)
ACTS = Holding(
    key="acts",
    title="What you did with threads",
    about="Small lines among the posts: who closed, moved, retitled a thread, and why.",
    until="Kept as long as the thread; your name and your words in it go as you choose when you leave.",
    columns=every_column(ThreadAct),
    count=lambda member_id: count_rows(ThreadAct.by_id == member_id, ThreadAct.at),
    rows=_acts,
    erase=one_after_the_other(
        forget_own(ThreadAct.by_id, ThreadAct.because), _forget_titles, forget_name(*_ACT_TEXTS)
    ),
)


def _timers(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (ThreadTimer.thread_id, ThreadTimer.kind, ThreadTimer.due_at, ThreadTimer.because)
    return give_rows(select(*shown).where(ThreadTimer.set_by_id == person.member_id))


TIMERS = Holding(
    key="timers",
    title="Timers you have set on threads",
    about="What a machine shall do with a thread, and when; reminders that you asked for.",
    until="Deleted when they have fired or are cancelled; without you they do nothing.",
    columns=every_column(ThreadTimer),
    count=lambda member_id: count_rows(ThreadTimer.set_by_id == member_id, ThreadTimer.set_at),
    rows=_timers,
    erase=one_after_the_other(
        forget_own(ThreadTimer.set_by_id, ThreadTimer.because), forget_name(ThreadTimer.because)
    ),
)


def _notices(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (PostNotice.post_id, PostNotice.put_at, PostNotice.words)
    return give_rows(select(*shown).where(PostNotice.by_id == person.member_id))


NOTICES = Holding(
    key="post_notices",
    title="Notices you put above posts",
    about="A few words in your name above a post, for all who read it.",
    until="Kept as long as they stand there; your name and your words go as you choose when you leave.",
    columns=every_column(PostNotice),
    count=lambda member_id: count_rows(PostNotice.by_id == member_id, PostNotice.put_at),
    rows=_notices,
    erase=one_after_the_other(
        forget_own(PostNotice.by_id, PostNotice.words), forget_name(PostNotice.words)
    ),
)
