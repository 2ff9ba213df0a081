"""The index as one audience sees it: what it may not see is not there, not even in a statistic."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from forum.knowledge.search.analysis import CODES, LANGUAGES, languages_by_term
from forum.knowledge.search.index.sets import Mask, Posts
from forum.knowledge.search.index.snapshot import PLACE_BITS, Snapshot
from forum.knowledge.search.values import NOWHERE, Audience


@dataclass(frozen=True)
class View:
    """A snapshot, and which of its posts an audience may see."""

    snapshot: Snapshot
    visible: Mask
    count: int
    mean_length: float
    languages: tuple[str, ...]  # of the visible posts

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
        posts, weights = self.snapshot.postings(field, term)
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
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[[CODES[language] for language in languages]] = True
        return cast("Mask", wanted[self.snapshot.languages[posts]])

    def terms_of(self, word: str) -> dict[str, tuple[str, ...]]:
        """Return the terms of a word in the languages that this audience can read."""
        return languages_by_term(word, self.languages)


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
