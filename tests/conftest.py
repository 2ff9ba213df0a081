"""What all tests share: an application with a real database, and each test undone after it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from config import ROOT, Settings
from forum import Forum, create_app
from forum.discussion import reading
from forum.kernel import markup, passwords
from forum.kernel.db import db
from forum.kernel.migrations import migrate
from forum.kernel.stamps import forget_everything_cached
from tests.builders.bucket import running_bucket
from tests.databases import fresh_database


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hash passwords with as little work as possible: tests do not guard anyone."""
    passwords.use_cheap_hashing()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbid connections to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in {"", "127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Return the folder of real material, or skip."""
    folder = Path(os.environ.get("FOLKMOOT_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no test data: set FOLKMOOT_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def bucket_url() -> Iterator[str]:
    """Return the address of a bucket; its key is `key`, the secret `secret`."""
    with running_bucket() as url:
        yield url


class Browser(FlaskClient):
    """A browser whose requests know nothing of one another but the cookies.

    All of them run inside the application context of the test, which would keep who asked.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def migrated_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forum]:
    """Return an application on a fresh database of the kind that FOLKMOOT_TEST_DATABASE names."""
    instance = tmp_path_factory.mktemp("instance")
    with fresh_database() as url:
        app = create_app(
            Settings(
                instance=instance,
                database_url=url,
                secret_key="for tests only",
                base_url="http://localhost",
            )
        )
        app.testing = True
        app.test_client_class = Browser
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            migrate()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(migrated_app: Forum) -> Iterator[Forum]:
    """Return the application with everything a test writes undone after it."""
    # Another application made by a test before has said where links of this place lead.
    markup.configure(migrated_app.extensions["folkmoot_settings"].address)
    with migrated_app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        engines = db._app_engines[migrated_app]
        engines[None] = connection  # type: ignore[assignment]
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        forget_everything()
        # Another application of this process may have told the renderer its own address.
        markup.configure(migrated_app.extensions["folkmoot_settings"].address)
        try:
            yield migrated_app
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            engines[None] = engine
            forget_everything()


def forget_everything() -> None:
    """Forget what processes keep in memory about their database."""
    forget_everything_cached()
    reading._noted.clear()
    reading._visits.clear()
    reading._shown.clear()


@pytest.fixture
def client(app: Forum) -> FlaskClient:
    """Return a browser without scripts, signed in as nobody."""
    return app.test_client()


@pytest.fixture
def statements(app: Forum) -> Iterator[list[str]]:
    """Return the list of SQL statements run so far, savepoints and such left out."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
