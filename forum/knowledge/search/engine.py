"""What every search engine of the house must be able to do."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol, TypeAlias

from forum.knowledge.search.values import (
    Audience,
    Changes,
    Health,
    Hit,
    SearchDocument,
    SearchPage,
    SearchQuery,
)

ReadAgain: TypeAlias = Callable[[Collection[int], Collection[int]], Iterable[Changes]]
"""Returns the present state of these posts and these threads."""


class SearchUnavailableError(Exception):
    """The index cannot be read; a rebuild puts that right."""


class SearchEngine(Protocol):
    """Keeps posts findable. Only the worker writes; any process and thread may ask."""

    @property
    def is_ready(self) -> bool:
        """Tell whether there is an index that this version can read and write."""

    def apply(self, changes: Changes) -> None:
        """Bring in changes at once; the same changes twice leave what they left once."""

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Make posts findable as they now are."""

    def delete(self, post_ids: Iterable[int]) -> None:
        """Make posts unfindable; ids that are not known are passed over."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Answer a query for its audience, and for nobody else."""

    def similar(
        self,
        text: str,
        language: str,
        audience: Audience,
        *,
        but_not: frozenset[int] = frozenset(),
        size: int = 5,
    ) -> tuple[Hit, ...]:
        """Find threads that talk of what this text talks of, leaving out some threads."""

    def suggest(self, word: str, audience: Audience, *, size: int = 3) -> tuple[str, ...]:
        """Name words one slip away from this one that the audience can read somewhere."""

    def watermark(self) -> int | None:
        """Return the last change that the index is known to hold."""

    def rebuild(
        self, parts: Iterable[Changes], again: ReadAgain = lambda _posts, _threads: ()
    ) -> None:
        """Build a new index beside the old one and put it in its place when it is complete.

        Posts and threads that were changed in the live index meanwhile are read `again`, with all
        other writers kept out, just before the new index comes into force.
        """

    def health(self) -> Health:
        """Tell how the index is."""
