"""No search may go through Whoosh's own searcher: it reads an empty filter as none."""

import pytest
import whoosh.searching


@pytest.fixture(autouse=True)
def no_searcher_of_whoosh(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("Whoosh's own searcher was asked.")

    monkeypatch.setattr(whoosh.searching.Searcher, "search", refuse)
