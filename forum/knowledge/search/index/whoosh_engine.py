"""The engine that the rest of the house sees."""

import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from pickle import UnpicklingError

from whoosh.index import EmptyIndexError

from forum.knowledge.search.engine import ReadAgain, SearchUnavailableError
from forum.knowledge.search.index.filling import fill
from forum.knowledge.search.index.home import REBUILDING, Home
from forum.knowledge.search.index.likeness import similar_threads
from forum.knowledge.search.index.matching import Question, match_posts
from forum.knowledge.search.index.pages import count_facets, page_of_hits, rank
from forum.knowledge.search.index.schema import BODY
from forum.knowledge.search.index.segments import Cache
from forum.knowledge.search.index.snapshot import Snapshot
from forum.knowledge.search.index.spelling import suggested
from forum.knowledge.search.index.views import View
from forum.knowledge.search.values import (
    Audience,
    Changes,
    Health,
    Hit,
    Order,
    SearchDocument,
    SearchPage,
    SearchQuery,
)

CACHE_BYTES = 48 << 20
REFRESH_SECONDS = 0.2
TRIES = 20
WAIT = 0.01  # seconds
DAMAGE = (OSError, EOFError, ValueError, KeyError, EmptyIndexError, UnpicklingError)
MANY_SEGMENTS = 40
MANY_DELETED = 0.2  # of all posts
WARMED_TERMS = 200


class WhooshEngine:
    """Keeps posts findable in a directory; see SearchEngine for what each method promises."""

    def __init__(
        self,
        path: Path,
        *,
        cache_bytes: int = CACHE_BYTES,
        refresh_seconds: float = REFRESH_SECONDS,
    ) -> None:
        self._home = Home(path)
        self._cache = Cache(cache_bytes)
        self._refresh_seconds = refresh_seconds
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._folder: Path | None = None
        self._looked_at = float("-inf")

    def apply(self, changes: Changes) -> None:
        """Bring in changes at once; the same changes twice leave what they left once."""
        with self._home.locked():
            storage = self._home.live()
            if storage is None:
                storage = self._home.begin()
                self._home.adopt(storage)
            fill(storage, [changes])
            self._home.note_in_journal(changes)

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Make posts findable as they now are."""
        self.apply(Changes(documents=tuple(documents)))

    def delete(self, post_ids: Iterable[int]) -> None:
        """Make posts unfindable; ids that are not known are passed over."""
        self.apply(Changes(gone_post_ids=tuple(post_ids)))

    def rebuild(
        self, parts: Iterable[Changes], again: ReadAgain = lambda _posts, _threads: ()
    ) -> None:
        """Build a new index beside the old one and put it in its place when it is complete."""
        with self._home.locked(REBUILDING, timeout=0):
            self._home.clear_away()
            self._home.begin_journal()
            storage = self._home.begin()
            fill(storage, parts)
            with self._home.locked():
                posts, threads = self._home.end_journal()
                fill(storage, again(posts, threads))
                self._home.adopt(storage)

    @property
    def is_ready(self) -> bool:
        """Tell whether there is an index of the present format."""
        return self._home.live() is not None

    def search(self, query: SearchQuery) -> SearchPage:
        """Answer a query for its audience, and for nobody else."""
        question = Question.read(query)
        view = self._view(query.audience)
        if view is None or question.is_only_noise:
            return SearchPage(unsearchable=question.unsearchable)
        if query.order is Order.RELEVANCE and not (question.words or question.phrases):
            query = replace(query, order=Order.LATEST)
        matches = match_posts(view, query, question)
        ranking = rank(view.snapshot, matches, query.order)
        return SearchPage(
            hits=page_of_hits(view.snapshot, ranking, query.page, query.size),
            total=len(ranking.posts),
            facets=count_facets(view.snapshot, matches.posts, query.facet_limit, query.zone),
            match=matches.match,
            unsearchable=question.unsearchable,
        )

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
        view = self._view(audience)
        return () if view is None else similar_threads(view, text, language, but_not, size)

    def suggest(self, word: str, audience: Audience, *, size: int = 3) -> tuple[str, ...]:
        """Name words one slip away from this one that the audience can read somewhere."""
        view = self._view(audience)
        return () if view is None else suggested(view, word, size)

    def watermark(self) -> int | None:
        """Return the last change that the index is known to hold."""
        return self._home.watermark()

    def health(self) -> Health:
        """Tell how the index is."""
        try:
            opened = self._open_live(None, None)
        except SearchUnavailableError as fault:
            return Health(problem=str(fault), rebuild_is_due=True)
        if opened is None:
            return Health(problem="There is no index yet.", rebuild_is_due=True)
        snapshot, folder = opened
        return Health(
            posts=snapshot.size - snapshot.deleted,
            segments=len(snapshot.segments),
            deleted=snapshot.deleted,
            bytes=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
            watermark=self.watermark(),
            rebuild_is_due=len(snapshot.segments) > MANY_SEGMENTS
            or snapshot.deleted > MANY_DELETED * snapshot.size,
        )

    def warm(self) -> None:
        """Read the most frequent terms, so that nobody waits for the first reading of them."""
        snapshot = self._current()
        if snapshot is not None:
            for term in snapshot.most_frequent(BODY, WARMED_TERMS):
                snapshot.postings(BODY, term)

    def refresh(self) -> None:
        """Look for a new generation now rather than within a moment."""
        self._looked_at = float("-inf")
        self._current()

    def _view(self, audience: Audience) -> View | None:
        snapshot = None if audience.is_empty else self._current()
        view = None if snapshot is None else View.of(snapshot, audience)
        return view if view is not None and view.count else None

    def _current(self) -> Snapshot | None:
        if time.monotonic() - self._looked_at < self._refresh_seconds:
            return self._snapshot
        with self._lock:
            opened = self._open_live(self._snapshot, self._folder)
            self._snapshot, self._folder = opened or (None, None)
            self._looked_at = time.monotonic()
            return self._snapshot

    def _open_live(
        self, known: Snapshot | None, folder: Path | None
    ) -> tuple[Snapshot, Path] | None:
        # A commit or a swap may remove files between naming and opening them: then look again.
        for left in reversed(range(TRIES)):
            storage = self._home.live()
            if storage is None:
                return None
            if storage.path != folder:
                known = None
            try:
                return Snapshot.open(storage, self._cache, known), storage.path
            except DAMAGE as fault:
                if not left:
                    message = f"The search index cannot be read: {fault}"
                    raise SearchUnavailableError(message) from fault
                time.sleep(WAIT)
        raise AssertionError
