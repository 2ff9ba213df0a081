"""From matching posts to a page: threads with their best post, in order, and the counts beside."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from forum.knowledge.search.index.matching import Matches
from forum.knowledge.search.index.sets import Posts, Scores, distinct, first_of_each
from forum.knowledge.search.index.snapshot import Snapshot
from forum.knowledge.search.index.threads import microseconds
from forum.knowledge.search.values import Facet, Facets, Hit, Order

COMPLETE_SCORE = 1e6  # threads with every word come before all others
YEAR_STARTS = np.array(
    [microseconds(datetime(year, 1, 1, tzinfo=UTC)) for year in range(1970, 2200)], dtype=np.int64
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """One post for each thread that was found, in no order yet, and what decides the order."""

    posts: Posts
    keys: npt.NDArray[np.float64]
    scores: Scores
    complete: npt.NDArray[np.bool_]


def rank(snapshot: Snapshot, matches: Matches, order: Order) -> Ranking:
    """Choose the best post of each thread: its highest key, then the newest, then the last id."""
    if not len(matches.posts):
        return Ranking(matches.posts, matches.scores, matches.scores, matches.complete)
    rows = snapshot.rows[matches.posts]
    keys = _keys(snapshot, matches, order)
    highest = np.full(len(snapshot.threads.rows), -np.inf)
    np.maximum.at(highest, rows, keys)
    best = np.flatnonzero(keys == highest[rows])
    chosen = best[_newest_of_each(snapshot, matches.posts[best], rows[best])]
    thread_keys = keys[chosen]
    if order is Order.LATEST_TOPIC:
        thread_keys = snapshot.threads.rows["created"][rows[chosen]].astype(np.float64)
    return Ranking(
        matches.posts[chosen], thread_keys, matches.scores[chosen], matches.complete[chosen]
    )


def _keys(snapshot: Snapshot, matches: Matches, order: Order) -> npt.NDArray[np.float64]:
    # Microseconds since 1970 stay exact in a float for the next two centuries.
    if order is Order.LATEST:
        return snapshot.created[matches.posts].astype(np.float64)
    if order is Order.OLDEST:
        return -snapshot.created[matches.posts].astype(np.float64)
    return matches.scores + matches.complete * COMPLETE_SCORE


def _newest_of_each(
    snapshot: Snapshot, posts: Posts, rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    order = np.lexsort((-snapshot.posts[posts], -snapshot.created[posts], rows))
    return order[first_of_each(rows[order])]


def page_of_hits(snapshot: Snapshot, ranking: Ranking, page: int, size: int) -> tuple[Hit, ...]:
    """Return one page of the ranking; ties go to the newer post, then to the later id."""
    first = (max(page, 1) - 1) * size
    wanted = first + size
    keys = ranking.keys
    some = np.arange(len(keys))
    if wanted < len(keys):
        bound = np.partition(keys, len(keys) - wanted)[len(keys) - wanted]
        some = np.flatnonzero(keys >= bound)
    posts = ranking.posts[some]
    order = np.lexsort((snapshot.posts[posts], snapshot.created[posts], keys[some]))[::-1]
    return _hits(snapshot, ranking, some[order[first:wanted]])


def _hits(snapshot: Snapshot, ranking: Ranking, chosen: npt.NDArray[np.int64]) -> tuple[Hit, ...]:
    posts = ranking.posts[chosen]
    columns = (
        snapshot.threads.rows["thread"][snapshot.rows[posts]],
        snapshot.posts[posts],
        snapshot.numbers[posts],
        snapshot.authors[posts],
        ranking.scores[chosen],
        ranking.complete[chosen],
    )
    return tuple(map(Hit, *(column.tolist() for column in columns)))


def count_facets(snapshot: Snapshot, posts: Posts, limit: int | None) -> Facets:
    """Count the threads of these posts by category, tag, author and year."""
    if limit == 0 or not len(posts):
        return Facets()
    threads = snapshot.threads
    rows = snapshot.rows[posts]
    found = np.zeros(len(threads.rows), dtype=np.bool_)
    found[rows] = True
    categories = np.bincount(threads.rows["category"][found])
    tags = np.bincount(threads.tag_codes[found[threads.tag_rows]], minlength=1)
    years = 1969 + np.searchsorted(YEAR_STARTS, snapshot.created[posts], side="right")
    return Facets(
        categories=_numbers(categories, None),
        tags=_names(tags, threads.tag_names, limit),
        authors=_numbers(_threads_by(snapshot.authors[posts], rows), limit),
        years=_numbers(_threads_by(years, rows), None),
    )


def _threads_by(
    values: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    pairs = distinct((values << 32) | rows)
    return np.bincount(pairs >> 32)


def _numbers(counts: npt.NDArray[np.int64], limit: int | None) -> tuple[Facet[int], ...]:
    values = np.flatnonzero(counts)
    order = np.lexsort((values, -counts[values]))[:limit]
    values = values[order]
    return tuple(map(Facet, values.tolist(), counts[values].tolist()))


def _names(
    counts: npt.NDArray[np.int64], names: tuple[str, ...], limit: int | None
) -> tuple[Facet[str], ...]:
    codes = np.flatnonzero(counts)
    found = sorted(
        (-count, names[code])
        for code, count in zip(codes.tolist(), counts[codes].tolist(), strict=True)
    )
    return tuple(Facet(name, -count) for count, name in found[:limit])
