"""Fresh databases for tests: SQLite in a file, or a new PostgreSQL database."""

import atexit
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from flask import g
from sqlalchemy import Connection, create_engine, text

from config import Settings
from forum import Forum, create_app
from forum.discussion import reading
from forum.kernel import markup
from forum.kernel.db import db
from forum.kernel.limits import limiter
from forum.kernel.migrations import migrate
from forum.kernel.stamps import forget_everything_cached

FILE = "folkmoot.sqlite3"
"""Where an instance keeps its database when no other is named."""


@contextmanager
def fresh_database() -> Iterator[str]:
    """Make an empty database and remove it afterwards.

    `FOLKMOOT_TEST_DATABASE` is the address of a PostgreSQL server's maintenance database; without
    it the empty address is returned, which means SQLite in the instance folder.
    """
    if not _server():
        yield ""
        return
    name = _make_database()
    try:
        yield _address_of(name)
    finally:
        _drop_database(name)


@contextmanager
def migrated_database(instance: Path) -> Iterator[str]:
    """Make a database of the newest shape, as `fresh_database` does: a copy of the first one."""
    if not _server():
        (instance / FILE).write_bytes(_migrated_file())
        yield ""
        return
    name = _make_database(f"TEMPLATE {_migrated_template()}")
    try:
        yield _address_of(name)
    finally:
        _drop_database(name)


@cache
def _migrated_file() -> bytes:
    """Migrate a database once for this process, and return what is in its file."""
    with tempfile.TemporaryDirectory() as folder:
        _migrate_in(Path(folder), "")
        with closing(sqlite3.connect(Path(folder) / FILE)) as connection:
            return connection.serialize()


@cache
def _migrated_template() -> str:
    """Migrate a database once for this process, and return its name."""
    name = _make_database()
    atexit.register(_drop_database, name)
    with tempfile.TemporaryDirectory() as folder:
        _migrate_in(Path(folder), _address_of(name))
    return name


def _migrate_in(folder: Path, url: str) -> None:
    app = create_app(Settings(instance=folder, database_url=url, secret_key="for tests only"))
    with app.app_context():
        migrate()
        db.engine.dispose()


def _server() -> str:
    return os.environ.get("FOLKMOOT_TEST_DATABASE", "")


def _address_of(name: str) -> str:
    return f"{_server().rsplit('/', 1)[0]}/{name}"


def _make_database(like: str = "") -> str:
    name = f"folkmoot_test_{uuid.uuid4().hex[:12]}"
    _tell_server(f"CREATE DATABASE {name} {like}")
    # What a crash of the server would lose, tests do not need.
    _tell_server(f"ALTER DATABASE {name} SET synchronous_commit = off")
    return name


def _drop_database(name: str) -> None:
    _tell_server(f"DROP DATABASE {name} WITH (FORCE)")


def _tell_server(words: str) -> None:
    address = _server().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(words))
    engine.dispose()


@contextmanager
def undone_after(app: Forum) -> Iterator[None]:
    """Enter the application, and undo afterwards everything that was written meanwhile."""
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        engines = db._app_engines[app]
        engines[None] = connection  # type: ignore[assignment]
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        forget_everything()
        # Another application of this process may have told the renderer its own address.
        markup.configure(app.extensions["folkmoot_settings"].address)
        try:
            yield
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            engines[None] = engine
            forget_everything()
            _forget_index(app)


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """Take back what was done inside, and keep what stood before."""
    # What was read last holds a savepoint, which must not end before the one made here.
    db.session.remove()
    connection = db.session.get_bind()
    assert isinstance(connection, Connection)
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()
        forget_everything()
        for name in list(g):
            g.pop(name)


def _forget_index(app: Forum) -> None:
    """Remove the index of searches where the worker came by: it knows posts that are no more."""
    folder = app.extensions["folkmoot_settings"].instance / "search"
    if folder.is_dir():
        shutil.rmtree(folder)
        app.extensions["folkmoot_search"].refresh()


def forget_everything() -> None:
    """Forget what processes keep in memory about their database."""
    forget_everything_cached()
    reading._noted.clear()
    reading._visits.clear()
    reading._shown.clear()
    # Ids of members come again from test to test, and with them what was counted of others.
    limiter()._storage.reset()
