"""Searching in this process, ours and FTS5 in turn, question by question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from urllib.parse import quote_plus

from sqlalchemy import select

from benchmarks import fts5
from benchmarks.figures import Spread, spread
from benchmarks.fts5 import Fts5
from benchmarks.pages import Page
from benchmarks.questions import Asker, Kind, Question, choose_words, kinds_of
from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import SYSTEM
from forum.discussion.models import Category, Post
from forum.kernel.clock import now
from forum.kernel.db import db, reading
from forum.knowledge.search.highlighting import Highlighter
from forum.knowledge.search.indexing import search_engine
from forum.knowledge.search.queries import found_posts
from forum.knowledge.search.query import parse_query
from forum.knowledge.search.values import SearchPage

REPEATS = 3
THROUGH_HTTP = (
    *("rare word", "mid word", "common word", "two words, both", "phrase"),
    *("category, author, date", "newest first"),
)


@dataclass(frozen=True, slots=True)
class Searched:
    """How long a kind of question took, ours and theirs; theirs has no fuzzy search."""

    name: str
    ours: Spread
    theirs: Spread | None

    @property
    def ratio(self) -> float | None:
        """Return how many times longer theirs took, at p50."""
        return self.theirs.p50 / self.ours.p50 if self.theirs else None


def all_kinds(app: Forum, place: Path) -> list[Kind]:
    """Return the questions to ask about a community."""
    path, frequencies = fts5.built(place)
    with app.app_context(), reading():
        return kinds_of(choose_words(path, frequencies), _asker())


def _asker() -> Asker:
    rows = db.session.execute(select(Category.id, Category.slug).order_by(Category.position)).all()
    count = db.func.count(Post.id).desc()
    authors = select(Member.id, Member.handle).join(Post, Post.author_id == Member.id)
    busiest = db.session.execute(authors.group_by(Member.id).order_by(count).limit(7)).all()
    return Asker(
        [row.id for row in rows],
        [(row.id, row.handle) for row in busiest],
        rows[0].slug,
        now(),
    )


def search_pages(kinds: Sequence[Kind]) -> list[Page]:
    """Return the pages of search to measure through HTTP."""
    return [
        Page(f"search: {kind.name}", [_address(one) for one in kind.questions])
        for kind in kinds
        if kind.name in THROUGH_HTTP
    ]


def _address(question: Question) -> str:
    return f"/search?q={quote_plus(question.typed)}"


def measure_searching(app: Forum, place: Path, kinds: Sequence[Kind]) -> list[Searched]:
    """Ask every question of every kind in this process."""
    theirs = Fts5(fts5.built(place)[0])
    with app.app_context(), reading():
        found = [_measure(kind, theirs) for kind in kinds]
    theirs.close()
    return found


def _measure(kind: Kind, theirs: Fts5) -> Searched:
    questions = list(_asked(kind, theirs))
    # Both have been asked everything once: neither reads from the disk while it is timed.
    for ask_ours, ask_theirs in questions:
        ask_ours()
        if ask_theirs is not None:
            ask_theirs()
    ours_times: list[float] = []
    their_times: list[float] = []
    for ask_ours, ask_theirs in questions:
        ours_times += [_timed(ask_ours) for _ in range(REPEATS)]
        if ask_theirs is not None:
            their_times += [_timed(ask_theirs) for _ in range(REPEATS)]
    return Searched(kind.name, spread(ours_times), spread(their_times) if their_times else None)


def _asked(
    kind: Kind, theirs: Fts5
) -> Iterator[tuple[Callable[[], object], Callable[[], object] | None]]:
    """Go through what asks each question of a kind, ours and theirs."""
    for place, question in enumerate(kind.questions):
        ask = question.theirs
        yield _ours(kind, question, place), None if ask is None else partial(ask, theirs)


def _timed(ask: Callable[[], object]) -> float:
    began = perf_counter()
    ask()
    return perf_counter() - began


def _ours(kind: Kind, question: Question, place: int) -> Callable[[], object]:
    """Return what asks our engine."""
    if kind.misspelt:
        return lambda: _search_misspelt(kind.misspelt[place], question)
    if kind.with_snippets:
        return lambda: _with_snippets(search_engine().search(question.ours), question.typed)
    return lambda: search_engine().search(question.ours)


def _search_misspelt(word: str, question: Question) -> SearchPage:
    """Look for a word with a slip in it: find the spelling that is known, and search for that."""
    engine = search_engine()
    others = engine.suggest(word, question.ours.audience, size=1)
    return engine.search(replace(question.ours, words=others or (word,)))


def _with_snippets(page: SearchPage, typed: str) -> int:
    posts = found_posts([hit.post_id for hit in page.hits], SYSTEM)
    light = Highlighter(parse_query(typed))
    return sum(len(light.snippet(post.text, post.language)) for post in posts.values())
