"""The index as one audience sees it: what it may not see is not there, not even in a statistic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import cast

import numpy as np
import numpy.typing as npt

from forum.knowledge.search.analysis import CODES, LANGUAGES, languages_by_term
from forum.knowledge.search.index.sets import Mask, Posts, Scores
from forum.knowledge.search.index.snapshot import PLACE_BITS, Occurrences, Snapshot
from forum.knowledge.search.values import NOWHERE, Audience


@dataclass(frozen=True)
class View:
    """A snapshot, and which of its posts an audience may see."""

    snapshot: Snapshot
    visible: Mask
    count: int
    mean_length: float
    languages: tuple[str, ...]  # of the visible posts
    told: dict[str, float] = field(default_factory=dict)  # how much words say, noted by who asked
    norms: dict[str, Scores] = field(default_factory=dict)  # by field, likewise

    @staticmethod
    def of(snapshot: Snapshot, audience: Audience) -> "View":
        """Return the view of an audience, kept with the snapshot."""
        return snapshot.view(audience, lambda: _look(snapshot, audience))

    @property
    def size(self) -> int:
        """The number of all posts, visible or not."""
        return len(self.visible)

    def postings(
        self, field: str, term: str, languages: tuple[str, ...] | None = None
    ) -> tuple[Posts, npt.NDArray[np.float32]]:
        """Return the visible posts that have a term, in these languages only."""
        return self._seen(*self.snapshot.postings(field, term), languages)

    def occurrences(
        self, term: str, languages: tuple[str, ...], fields: tuple[str, ...]
    ) -> list[Occurrences]:
        """Return those of the fields that have a term in visible posts in these languages."""
        every = [
            (field, *self._seen(posts, weights, languages))
            for field, posts, weights in self.snapshot.occurrences(term)
            if field in fields
        ]
        return [one for one in every if len(one[1])]

    def _seen(
        self, posts: Posts, weights: npt.NDArray[np.float32], languages: tuple[str, ...] | None
    ) -> tuple[Posts, npt.NDArray[np.float32]]:
        # Most words stand in no title and no tag.
        if not len(posts):
            return posts, weights
        seen = self.visible[posts]
        if languages is not None and len(languages) < len(self.languages):
            seen &= self._written_in(languages, posts)
        return posts[seen], weights[seen]

    def within(self, languages: tuple[str, ...], places: Posts) -> Posts:
        """Return those of the places that are in posts in these languages, visible or not."""
        if len(languages) == len(self.languages):
            return places
        return places[self._written_in(languages, places >> PLACE_BITS)]

    def _written_in(self, languages: tuple[str, ...], posts: Posts) -> Mask:
        return cast("Mask", _codes_of(languages)[self.snapshot.languages[posts]])

    def terms_of(self, word: str) -> Mapping[str, tuple[str, ...]]:
        """Return the terms of a word in the languages that this audience can read."""
        return _terms_of(word, self.languages)


# Each field is asked for the same words one after the other, and so is each page of a search.
@lru_cache(maxsize=4_096)
def _terms_of(word: str, languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(languages_by_term(word, languages))


@lru_cache(maxsize=512)
def _codes_of(languages: tuple[str, ...]) -> Mask:
    wanted = np.zeros(256, dtype=np.bool_)
    wanted[[CODES[language] for language in languages]] = True
    wanted.setflags(write=False)
    return wanted


def _look(snapshot: Snapshot, audience: Audience) -> View:
    rows = snapshot.threads.rows
    # Conversations have a number for a category that no audience may name.
    allowed = np.isin(rows["category"], list(audience.category_ids - {NOWHERE}))
    if audience.opened_thread_ids:
        allowed |= np.isin(rows["thread"], list(audience.opened_thread_ids))
    if audience.withheld_thread_ids:
        allowed &= ~np.isin(rows["thread"], list(audience.withheld_thread_ids))
    visible = snapshot.live & allowed[snapshot.rows] if snapshot.size else snapshot.live
    count = int(visible.sum())
    present = np.bincount(snapshot.languages[visible], minlength=len(LANGUAGES))
    return View(
        snapshot,
        visible,
        count,
        float(snapshot.lengths[visible].mean()) if count else 1.0,
        tuple(language for code, language in enumerate(LANGUAGES) if present[code]),
    )
