"""Which posts pass the filters of a query."""

from collections.abc import Mapping

import numpy as np

from forum.knowledge.search.index.sets import Mask, Posts
from forum.knowledge.search.index.snapshot import Snapshot
from forum.knowledge.search.index.threads import ThreadTable, microseconds
from forum.knowledge.search.values import NOWHERE, SearchQuery, Status


def passing(snapshot: Snapshot, query: SearchQuery, posts: Posts) -> Posts:
    """Return those of the posts that every filter lets through."""
    threads = _passing_threads(snapshot.threads, query)
    if threads is not None:
        posts = posts[threads[snapshot.rows[posts]]]
    if query.in_first:
        posts = posts[snapshot.first[posts]]
    if query.author_ids is not None:
        posts = posts[np.isin(snapshot.authors[posts], list(query.author_ids))]
    if query.post_ids is not None:
        posts = posts[np.isin(snapshot.posts[posts], list(query.post_ids))]
    if query.after is not None:
        posts = posts[snapshot.created[posts] >= microseconds(query.after)]
    if query.before is not None:
        posts = posts[snapshot.created[posts] < microseconds(query.before)]
    if query.read_up_to is not None:
        posts = posts[_unread(snapshot, query.read_up_to, posts)]
    return posts


def _passing_threads(threads: ThreadTable, query: SearchQuery) -> Mask | None:
    # None when no filter speaks of threads.
    rows = threads.rows
    masks: list[Mask] = []
    if query.category_ids is not None:
        masks.append(np.isin(rows["category"], list(query.category_ids)))
    if query.in_conversations:
        masks.append(rows["category"] == NOWHERE)
    if query.thread_ids is not None:
        masks.append(np.isin(rows["thread"], list(query.thread_ids)))
    if query.min_posts is not None:
        masks.append(rows["posts"] >= query.min_posts)
    if query.max_posts is not None:
        masks.append(rows["posts"] <= query.max_posts)
    masks += [_tagged(threads, group) for group in query.tags]
    masks += [_in_state(threads, status) for status in query.statuses]
    return np.logical_and.reduce(masks) if masks else None


def _tagged(threads: ThreadTable, names: frozenset[str]) -> Mask:
    codes = [code for code, name in enumerate(threads.tag_names) if name in names]
    mask = np.zeros(len(threads.rows), dtype=np.bool_)
    mask[threads.tag_rows[np.isin(threads.tag_codes, codes)]] = True
    return mask


def _in_state(threads: ThreadTable, status: Status) -> Mask:
    rows = threads.rows
    closed: Mask = rows["closed"]
    archived: Mask = rows["archived"]
    if status is Status.OPEN:
        return ~(closed | archived)
    if status is Status.CLOSED:
        return closed
    if status is Status.ARCHIVED:
        return archived
    solved: Mask = rows["solved"]
    if status is Status.SOLVED:
        return solved
    if status is Status.UNSOLVED:
        return ~solved
    lonely: Mask = rows["posts"] <= 1
    return lonely


def _unread(snapshot: Snapshot, read_up_to: Mapping[int, int], posts: Posts) -> Mask:
    threads = snapshot.threads.rows["thread"].tolist()
    last_read = np.array([read_up_to.get(thread, 0) for thread in threads], dtype=np.int64)
    unread: Mask = snapshot.numbers[posts] > last_read[snapshot.rows[posts]]
    return unread
