"""Every cell of the leak matrix: each kind of reader asks every address, in a test of its own.

The world is planted once for all of them, and undone after the last one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.kernel.db import db
from forum.knowledge.search.index.whoosh_engine import WhooshEngine
from tests.databases import undone_after
from tests.leaks.readers import READERS
from tests.leaks.world import World, make_world


@dataclass(frozen=True)
class Planted:
    """The world, and the application in which it stands."""

    app: Forum
    world: World

    @property
    def client(self) -> FlaskClient:
        """Return a browser signed in as nobody."""
        return self.app.test_client()


@pytest.fixture(scope="module")
def planted(migrated_app: Forum, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """Plant the world, with an index of its own."""
    engine = WhooshEngine(tmp_path_factory.mktemp("leaks") / "search", refresh_seconds=0)
    before = migrated_app.extensions["folkmoot_search"]
    with undone_after(migrated_app):
        migrated_app.extensions["folkmoot_search"] = engine
        engine.rebuild([])
        yield Planted(migrated_app, make_world())
        migrated_app.extensions["folkmoot_search"] = before


@pytest.mark.parametrize("reader", READERS)
def test_every_cell_is_right(planted: Planted, reader: str) -> None:
    db.session.expire_all()
    cells = list(planted.world.ask(planted.client, reader))
    assert len(cells) > 200
    assert [cell.failure for cell in cells if not cell.is_right] == []
