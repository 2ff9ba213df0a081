"""From matching posts to a page: threads with their best post, in order, and the counts beside."""

from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forum.kernel.times import zone
from forum.knowledge.search.index.matching import Matches
from forum.knowledge.search.index.sets import Posts, Scores, distinct, first_of_each
from forum.knowledge.search.index.snapshot import Snapshot
from forum.knowledge.search.index.threads import microseconds
from forum.knowledge.search.values import Facet, Facets, Hit, Order

FEW = 60  # posts
COMPLETE_SCORE = 1e6  # threads with every word come before all others
FIRST_YEAR, LAST_YEAR = 1970, 2200
NO_FACETS = Facets()
_hit = partial(tuple.__new__, Hit)  # half of the work of Hit._make, which counts the columns again


@lru_cache(maxsize=100)
def _year_starts(zone_name: str) -> npt.NDArray[np.int64]:
    here = zone(zone_name)
    starts = [datetime(year, 1, 1, tzinfo=here) for year in range(FIRST_YEAR, LAST_YEAR)]
    return np.array([microseconds(start) for start in starts], dtype=np.int64)


class Ranking(NamedTuple):
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
    chosen: npt.NDArray[np.int64] | slice
    if len(rows) > FEW:
        chosen = _best_of_many(snapshot, matches.posts, rows, keys)
    elif len(set(rows.tolist())) == len(rows):
        chosen = slice(None)
    else:
        chosen = _best_of_few(snapshot, matches.posts, rows, keys)
    thread_keys = keys[chosen]
    if order is Order.LATEST_TOPIC:
        thread_keys = snapshot.threads.rows["created"][rows[chosen]].astype(np.float64)
    return Ranking(
        matches.posts[chosen], thread_keys, matches.scores[chosen], matches.complete[chosen]
    )


def _best_of_few(
    snapshot: Snapshot, posts: Posts, rows: npt.NDArray[np.int64], keys: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return the places of the best posts one by one: arrays of a dozen cost more than they save."""
    times, ids = snapshot.created[posts].tolist(), snapshot.posts[posts].tolist()
    best: dict[int, tuple[float, int, int, int]] = {}
    for place, (row, *standing) in enumerate(
        zip(rows.tolist(), keys.tolist(), times, ids, strict=True)
    ):
        rival = (*standing, place)
        if row not in best or rival > best[row]:
            best[row] = rival
    return np.array([found[-1] for found in best.values()], dtype=np.int64)


def _best_of_many(
    snapshot: Snapshot, posts: Posts, rows: npt.NDArray[np.int64], keys: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    highest = np.full(len(snapshot.threads.rows), -np.inf)
    np.maximum.at(highest, rows, keys)
    best = np.flatnonzero(keys == highest[rows])
    return best[_newest_of_each(snapshot, posts[best], rows[best])]


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
    keys, posts = ranking.keys, ranking.posts
    if len(keys) <= FEW:
        order = _in_order(snapshot, posts, keys)
        return _hits(snapshot, ranking, order[first:wanted])
    some = np.arange(len(keys))
    if wanted < len(keys):
        bound = np.partition(keys, len(keys) - wanted)[len(keys) - wanted]
        some = np.flatnonzero(keys >= bound)
    order = _in_order(snapshot, posts[some], keys[some])
    return _hits(snapshot, ranking, some[order[first:wanted]])


def _in_order(
    snapshot: Snapshot, posts: Posts, keys: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    return np.lexsort((snapshot.posts[posts], snapshot.created[posts], keys))[::-1]


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
    return tuple(map(_hit, zip(*[column.tolist() for column in columns], strict=True)))


def count_facets(
    snapshot: Snapshot, posts: Posts, limit: int | None, zone_name: str = "UTC"
) -> Facets:
    """Count the threads of these posts by category, tag, author and year, as years begin there."""
    if limit == 0 or not len(posts):
        return NO_FACETS
    threads = snapshot.threads
    rows = snapshot.rows[posts]
    found = np.zeros(len(threads.rows), dtype=np.bool_)
    found[rows] = True
    categories = np.bincount(threads.rows["category"][found])
    tags = np.bincount(threads.tag_codes[found[threads.tag_rows]], minlength=1)
    starts = _year_starts(zone_name)
    years = FIRST_YEAR - 1 + np.searchsorted(starts, snapshot.created[posts], side="right")
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
