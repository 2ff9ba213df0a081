"""What members have written: posts and their earlier versions."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from forum.accounts.holdings import REMOVED, Holding, Parting
from forum.accounts.keeping import (
    AT_ONCE,
    QUIETLY,
    count_rows,
    every_column,
    naming,
    one_after_the_other,
    plainly,
    rewrite,
)
from forum.accounts.values import Person
from forum.discussion.models import Post, PostVersion, Thread
from forum.discussion.operations.files import let_go_of_files
from forum.discussion.operations.posts import recount_thread
from forum.discussion.queries.threads import select_visible_threads
from forum.discussion.writing import take_over
from forum.kernel.clock import now
from forum.kernel.db import db

REMOVED_BY_AUTHOR = "Removed by its author, who has left."
QUOTES_AT_ONCE = 20
"""Posts whose quotations are emptied: each is rendered again."""
_TEXTS = (Post.raw, Post.html, Post.text)
_REASONS = (Post.withdrawn_because, Post.locked_because)


def _own_posts(person: Person) -> Iterator[Mapping[str, Any]]:
    """Give the person's posts; titles only of threads that exist for them at this moment."""
    last = 0
    shown = (Post.id, Post.thread_id, Post.number, Post.created_at, Post.edited_at, Post.raw)
    while True:
        query = select(*shown, Post.withdrawn_at, Post.language).where(
            Post.author_id == person.member_id, Post.id > last
        )
        rows = db.session.execute(query.order_by(Post.id).limit(AT_ONCE)).all()
        if not rows:
            return
        titles = _titles(person, {row.thread_id for row in rows})
        versions = _versions([row.id for row in rows], person)
        for row in rows:
            facts = {name: plainly(value) for name, value in row._mapping.items()}  # noqa: SLF001
            facts["thread_title"] = titles.get(row.thread_id)
            facts["earlier_versions"] = versions.get(row.id, [])
            yield facts
        last = rows[-1].id


def _titles(person: Person, thread_ids: set[int]) -> dict[int, str]:
    visible = select_visible_threads(person).with_only_columns(Thread.id, Thread.title)
    rows = db.session.execute(visible.where(Thread.id.in_(thread_ids)))
    return {row.id: row.title for row in rows}


def _versions(post_ids: Sequence[int], person: Person) -> dict[int, list[dict[str, Any]]]:
    query = select(PostVersion).where(
        PostVersion.post_id.in_(post_ids), PostVersion.written_by_id == person.member_id
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.session.scalars(query.order_by(PostVersion.version)):
        version = {"version": row.version, "at": plainly(row.written_at), "raw": row.raw}
        found.setdefault(row.post_id, []).append(version)
    return found


def _next_revision(_row: Any) -> Mapping[str, Any]:
    """Let a form that still holds the old text notice it."""
    return {"revision": Post.revision + 1}


def _take_name_out(parting: Parting) -> Iterator[None]:
    if not parting.loses_name:
        return
    own = Post.author_id.in_(parting.member_ids)
    if not parting.loses_texts:
        yield from rewrite(_TEXTS, parting.own_without_name, own, also=_next_revision)
    named: ColumnElement[bool] = ~own & naming(_TEXTS, parting.needles)
    yield from rewrite(_TEXTS, parting.without_name, named, also=_next_revision)
    yield from rewrite(_REASONS, parting.without_name, naming(_REASONS, parting.needles))
    for by, because in (
        (Post.withdrawn_by_id, Post.withdrawn_because),
        (Post.locked_by_id, Post.locked_because),
    ):
        theirs = by.in_(parting.member_ids) & (because != REMOVED_BY_AUTHOR)
        yield from rewrite((because,), parting.kept_of, theirs)
    written = PostVersion.written_by_id.in_(parting.member_ids)
    yield from rewrite((PostVersion.raw,), parting.kept_of, written)
    named = naming((PostVersion.raw,), parting.needles)
    yield from rewrite((PostVersion.raw,), parting.without_name, named)


def _remove_texts(parting: Parting) -> Iterator[None]:
    """Leave tombstones in place of the member's posts: no text, no version, no file."""
    if not parting.loses_texts:
        return
    own = Post.author_id.in_(parting.member_ids)
    last = 0
    while True:
        query = select(Post.id, Post.thread_id).where(own, Post.id > last)
        rows = db.session.execute(query.order_by(Post.id).limit(AT_ONCE)).all()
        if not rows:
            return
        ids = [row.id for row in rows]
        let_go_of_files(ids)
        db.session.execute(
            delete(PostVersion).where(PostVersion.post_id.in_(ids)), execution_options=QUIETLY
        )
        emptied = {"raw": "", "html": "", "text": "", "language": "", "submission_key": None}
        told = {"withdrawn_by_id": parting.member_id, "withdrawn_because": REMOVED_BY_AUTHOR}
        moment = db.func.coalesce(Post.withdrawn_at, now())
        db.session.execute(
            update(Post)
            .where(Post.id.in_(ids))
            .values(**emptied, **told, withdrawn_at=moment, revision=Post.revision + 1),
            execution_options=QUIETLY,
        )
        db.session.expire_all()
        for thread_id in sorted({row.thread_id for row in rows}):
            recount_thread(db.session.get_one(Thread, thread_id))
        last = rows[-1].id
        yield


def _empty_quotes(parting: Parting) -> Iterator[None]:
    """Empty what others quote of the member's posts, where the quotation names them."""
    if not parting.loses_texts:
        return
    opening = "[quote="
    last = 0
    while True:
        named = naming((Post.raw,), parting.needles) & Post.raw.icontains(opening, autoescape=True)
        query = select(Post.id, Post.raw, Post.format).where(Post.id > last, named)
        rows = db.session.execute(query.order_by(Post.id).limit(QUOTES_AT_ONCE)).all()
        if not rows:
            break
        for row in rows:
            raw = without_quotes_of(row.raw, parting.needles)
            if raw != row.raw:
                shown = take_over(raw, row.format).rendered
                values = {"raw": raw, "html": shown.html, "text": shown.text}
                db.session.execute(
                    update(Post)
                    .where(Post.id == row.id)
                    .values(**values, revision=Post.revision + 1),
                    execution_options=QUIETLY,
                )
        last = rows[-1].id
        yield
    quoting = or_(PostVersion.raw.icontains(opening, autoescape=True))
    change: Callable[[str], str] = lambda raw: without_quotes_of(raw, parting.needles)  # noqa: E731
    yield from rewrite((PostVersion.raw,), change, quoting)


def without_quotes_of(raw: str, handles: Sequence[str]) -> str:
    """Empty the quotations in a text that name one of these members, however they are nested."""
    named = "|".join(re.escape(handle) for handle in handles)
    opening = re.compile(rf'\[quote="?(?:{named})(?=[,"\]])[^\]]*\]', re.IGNORECASE)
    either = re.compile(r"\[(/?)quote[^\]]*\]", re.IGNORECASE)
    at = 0
    while found := opening.search(raw, at):
        depth, end = 1, None
        for mark in either.finditer(raw, found.end()):
            depth += -1 if mark[1] else 1
            if not depth:
                end = mark
                break
        at = found.end()
        if end is not None:
            raw = f"{raw[: found.end()]}\n{REMOVED}\n{raw[end.start() :]}"
    return raw


POSTS = Holding(
    key="posts",
    title="Your posts",
    about="What you wrote, with earlier versions: in threads and in conversations.",
    until="Kept as long as their threads; when you leave they stay, stay without your name, or go, "
    "as you choose.",
    columns=every_column(Post, PostVersion),
    count=lambda member_id: count_rows(Post.author_id == member_id, Post.created_at),
    rows=_own_posts,
    erase=one_after_the_other(_remove_texts, _empty_quotes, _take_name_out),
)
