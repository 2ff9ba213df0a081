"""Keeping the index at what the database says."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import current_app

from forum.kernel import outbox
from forum.kernel.application import this_settings
from forum.kernel.db import db, reading
from forum.kernel.worker import WorkerRunsAlreadyError, worker_lock
from forum.knowledge.search.engine import SearchEngine
from forum.knowledge.search.queries import (
    count_readable_posts,
    posts_by,
    posts_of_threads,
    read_changes,
    read_everything,
)
from forum.knowledge.search.values import Changes

KIND = "search.index"


def search_engine() -> SearchEngine:
    """Return the engine of this installation."""
    engine: SearchEngine = current_app.extensions["folkmoot_search"]
    return engine


def index_what_changed(payloads: Iterable[Mapping[str, Any]], watermark: int | None = None) -> None:
    """Bring posts and threads that were named in the outbox to their present state."""
    post_ids: set[int] = set()
    thread_ids: set[int] = set()
    whole_threads: set[int] = set()
    author_ids: set[int] = set()
    for payload in payloads:
        post_ids.update(payload.get("posts", ()))
        thread_ids.update(payload.get("threads", ()))
        whole_threads.update(payload.get("whole_threads", ()))
        author_ids.update(payload.get("authors", ()))
    engine = search_engine()
    if not engine.is_ready:
        # An index begun here would hold these posts only, and look complete.
        rebuild_index()
        return
    with reading():
        post_ids.update(posts_of_threads(whole_threads), posts_by(author_ids))
    parts = _read_again(post_ids, thread_ids | whole_threads)
    *earlier, last = [*parts] or [Changes()]
    for part in earlier:
        engine.apply(part)
    engine.apply(replace(last, watermark=watermark))


def rebuild_index() -> None:
    """Build the index anew from the database, beside the one that is in use."""
    search_engine().rebuild(_in_pieces(), _read_again)


def mend_index() -> None:
    """Rebuild the index when it is missing, damaged or worn."""
    if search_engine().health().rebuild_is_due:
        rebuild_index()


def bring_up_to_date() -> bool:
    """Do what the outbox holds for the index, unless a worker runs that does it anyway.

    For commands that ask for what was just written. Returns False when a worker runs.
    """
    try:
        with worker_lock(this_settings().instance):
            mend_index()
            outbox.work_off([KIND])
    except WorkerRunsAlreadyError:
        return False
    return True


def check_index() -> str:
    """Say in a sentence how the index is. Raises RuntimeError when it is not well."""
    health = search_engine().health()
    if health.problem:
        raise RuntimeError(health.problem)
    waiting = outbox.count_waiting([KIND])
    posts = count_readable_posts()
    if not waiting and posts != health.posts:
        raise RuntimeError(
            f"it holds {health.posts} posts where there are {posts}; run `forum reindex`"
        )
    return f"{health.posts} posts, {health.bytes / 1e6:.1f} MB, {waiting} changes waiting"


def _in_pieces() -> Iterator[Changes]:
    with reading():
        for part in read_everything():
            yield part
            # The next rows are read from a fresh transaction: a long one would keep a growing log.
            db.session.rollback()


def _read_again(post_ids: Collection[int], thread_ids: Collection[int]) -> Iterator[Changes]:
    with reading():
        yield from read_changes(post_ids, thread_ids)
