"""Fresh databases for tests: SQLite in a file, or a new PostgreSQL database."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from forum import Forum
from forum.discussion import reading
from forum.kernel import markup
from forum.kernel.db import db
from forum.kernel.limits import limiter
from forum.kernel.stamps import forget_everything_cached


@contextmanager
def fresh_database() -> Iterator[str]:
    """Make a database and remove it afterwards.

    `FOLKMOOT_TEST_DATABASE` is the address of a PostgreSQL server's maintenance database; without
    it the empty address is returned, which means SQLite in the instance folder.
    """
    server = os.environ.get("FOLKMOOT_TEST_DATABASE", "")
    if not server:
        yield ""
        return
    name = f"folkmoot_test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
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


def forget_everything() -> None:
    """Forget what processes keep in memory about their database."""
    forget_everything_cached()
    reading._noted.clear()
    reading._visits.clear()
    reading._shown.clear()
    # Ids of members come again from test to test, and with them what was counted of others.
    limiter()._storage.reset()
