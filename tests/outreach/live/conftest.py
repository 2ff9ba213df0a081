"""What tests of the live pages share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from config import Settings
from forum import Forum, create_app
from forum.kernel.db import db
from forum.kernel.stamps import forget_everything_cached
from forum.outreach.live.door import Door, Live, open_live
from tests.conftest import Browser
from tests.databases import migrated_database


@pytest.fixture
def real_app(tmp_path: Path) -> Iterator[Forum]:
    """Return an application whose changes are really committed, with the door in front of it."""
    forget_everything_cached()
    with migrated_database(tmp_path) as url:
        settings = Settings(instance=tmp_path, database_url=url, secret_key="for tests")
        app = create_app(settings)
        app.testing = True
        app.test_client_class = Browser
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            live = open_live(app)
            # The tests say when it looks.
            live.hub.start = lambda: None  # type: ignore[method-assign]
            app.wsgi_app = Door(app.wsgi_app, live)  # type: ignore[method-assign]
            yield app
            live.hub.close()
            db.session.remove()
            db.engine.dispose()
    forget_everything_cached()


@pytest.fixture
def live(real_app: Forum) -> Live:
    """Return what the process knows for its open pages."""
    return real_app.extensions["folkmoot_live"]  # type: ignore[no-any-return]


@pytest.fixture
def look(live: Live) -> Callable[[], None]:
    """Return what makes the hub look."""
    return live.hub.look


@pytest.fixture
def browser(real_app: Flask) -> FlaskClient:
    """Return a browser, signed in as nobody."""
    return real_app.test_client()


@pytest.fixture
def all_statements(real_app: Forum) -> Iterator[list[str]]:
    """Return the list of everything that the database is asked for, transactions included."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
