import pytest

from forum.kernel import outbox
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from forum.knowledge.search.indexing import KIND


@pytest.fixture
def engine(app, tmp_path, monkeypatch):
    """The application's search engine, with an index of this test alone."""
    engine = WhooshEngine(tmp_path / "search", refresh_seconds=0)
    monkeypatch.setitem(app.extensions, "folkmoot_search", engine)
    engine.rebuild([])
    return engine


@pytest.fixture
def index_now(engine):
    """Let the worker do what waits for the index."""

    def work():
        outbox.work_off([KIND])
        assert outbox.count_waiting([KIND]) == 0

    return work
