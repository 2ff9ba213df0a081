"""Installing the search engine in the application."""

import threading

from flask import Flask

from config import Settings
from forum.accounts.slots import open_to_guests
from forum.discussion.slots import similar_threads
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.likeness import similar_to


def init_web(app: Flask) -> None:
    """Install the engine; the first request lets it read its most frequent terms beside."""
    settings: Settings = app.extensions["folkmoot_settings"]
    engine = WhooshEngine(settings.instance / "search")
    app.extensions["folkmoot_search"] = engine
    similar_threads.fill(similar_to)
    open_to_guests.fill(lambda: frozenset({"search.search"}))
    started = threading.Event()

    def warm_once() -> None:
        if not started.is_set() and not app.testing:
            started.set()
            threading.Thread(target=_warm, args=(engine,), daemon=True, name="warm").start()

    app.before_request(warm_once)


def _warm(engine: WhooshEngine) -> None:
    try:
        engine.warm()
    except SearchUnavailableError:
        # The worker finds the same and rebuilds the index.
        return
