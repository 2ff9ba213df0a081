"""What all tests share: an application with a real database, and each test undone after it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from config import ROOT, Settings
from forum import Forum, create_app
from forum.kernel import passwords
from forum.kernel.db import db
from tests.builders.browser import Browser
from tests.builders.bucket import running_bucket
from tests.databases import migrated_database, undone_after

OPENERS = {"fresh_database", "migrated_database", "create_app"}
"""Whoever knows one of these may open a database past the fixture that all share."""

LONGEST = {"test_matrix.py", "test_pages.py", "test_proof.py", "test_renderer.py"}
"""Files whose tests take many seconds each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that touch a database, so that only these run again on another kind of it.

    The longest come first, so that no process is left alone with one of them at the end.
    """
    for item in items:
        if isinstance(item, pytest.Function) and may_touch_database(item):
            item.add_marker("database")
    items.sort(
        key=lambda item: not (item.get_closest_marker("browser") or item.path.name in LONGEST)
    )


def may_touch_database(item: pytest.Function) -> bool:
    """Tell whether a test asks for the shared application, or could make one of its own."""
    if "migrated_app" in item.fixturenames:
        return True
    fixtures = [one.func for found in item._fixtureinfo.name2fixturedefs.values() for one in found]
    known = [function.__globals__ for function in (item.function, *fixtures)]
    return any(OPENERS & names.keys() for names in known if names is not globals())


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


@pytest.fixture(scope="session")
def migrated_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forum]:
    """Return an application on a fresh database of the kind that FOLKMOOT_TEST_DATABASE names."""
    instance = tmp_path_factory.mktemp("instance")
    with migrated_database(instance) as url:
        app = create_app(
            Settings(
                instance=instance,
                database_url=url,
                secret_key="for tests only",
                base_url="http://localhost",
                limit_invitations="1000000 per 1 second",
                limit_searches="1000000 per 1 second",
            )
        )
        app.testing = True
        app.test_client_class = Browser
        app.config["WTF_CSRF_ENABLED"] = False
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(migrated_app: Forum) -> Iterator[Forum]:
    """Return the application with everything a test writes undone after it."""
    with undone_after(migrated_app):
        yield migrated_app


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
