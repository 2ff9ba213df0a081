"""Sets of posts as rising arrays.

Two ways lead to every answer: marking an array over all posts, which costs the same however few the
posts are, or searching and sorting, which costs more for each post. The lengths decide.
"""

from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

Posts = npt.NDArray[np.int64]  # rising numbers of posts
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

FEW = 12  # searching for a post costs about as much as marking so many


class Found(NamedTuple):
    """Rising posts with a score for each. A question makes a dozen of them, so they are light."""

    posts: Posts
    scores: Scores

    @staticmethod
    def nothing() -> "Found":
        return _NOTHING


_NOTHING = Found(np.zeros(0, dtype=np.int64), np.zeros(0))


_ALL: Mask = np.ones(4_096, dtype=np.bool_)
_ALL.setflags(write=False)


def all_of(count: int) -> Mask:
    """Return that each of so many is meant; nobody may write into it."""
    return _ALL[:count] if count <= len(_ALL) else np.ones(count, dtype=np.bool_)


def distinct(values: Posts) -> Posts:
    """Return the values, rising and each once."""
    if len(values) < 2:
        return values
    # What comes here is mostly a few rising parts, which merging puts in order at once.
    values = np.sort(values, kind="stable")
    return values[first_of_each(values)]


def first_of_each(values: Posts) -> Mask:
    """Tell of ordered values, of which there are some, where a new one begins."""
    first = np.empty(len(values), dtype=np.bool_)
    first[0] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def contained(posts: Posts, among: Posts, size: int) -> Mask:
    """Tell of each post whether it is among others; `size` is the number of all posts."""
    if not len(among):
        return np.zeros(len(posts), dtype=np.bool_)
    if (len(posts) + len(among)) * FEW > size:
        return _marked(among, size)[posts]
    return cast("Mask", among[_places(posts, among)] == posts)


def union(parts: list[Posts], size: int) -> Posts:
    """Return the posts that are in any of the parts."""
    if len(parts) == 1:
        return parts[0]
    if sum(map(len, parts)) * FEW < size:
        return distinct(np.concatenate(parts))
    mark = np.zeros(size, dtype=np.bool_)
    for part in parts:
        mark[part] = True
    return np.flatnonzero(mark)


def scores_of(posts: Posts, found: Found, size: int) -> Scores:
    """Return the score that each post has among what was found, 0 where it is not."""
    if not len(found.posts):
        return np.zeros(len(posts))
    if (len(posts) + len(found.posts)) * FEW > size:
        scores = np.zeros(size)
        scores[found.posts] = found.scores
        return scores[posts]
    at = _places(posts, found.posts)
    return np.where(found.posts[at] == posts, found.scores[at], 0.0)


def joined(parts: list[Found], combine: np.ufunc, size: int) -> Found:
    """Return the posts of all parts, combining the scores of those in several."""
    parts = [part for part in parts if len(part.posts)]
    if not parts:
        return Found.nothing()
    if len(parts) == 1:
        return parts[0]
    if sum(len(part.posts) for part in parts) * FEW < size:
        return _joined_by_sorting(parts, combine)
    scores = np.zeros(size)
    for part in parts:
        scores[part.posts] = combine(scores[part.posts], part.scores)
    posts = union([part.posts for part in parts], size)
    return Found(posts, scores[posts])


def _joined_by_sorting(parts: list[Found], combine: np.ufunc) -> Found:
    posts = np.concatenate([part.posts for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    order = np.argsort(posts, kind="stable")
    posts, scores = posts[order], scores[order]
    begins = np.flatnonzero(first_of_each(posts))
    return Found(posts[begins], combine.reduceat(scores, begins))


def _marked(posts: Posts, size: int) -> Mask:
    mark = np.zeros(size, dtype=np.bool_)
    mark[posts] = True
    return mark


def _places(posts: Posts, among: Posts) -> Posts:
    at = np.searchsorted(among, posts)
    at[at == len(among)] = 0
    return at
