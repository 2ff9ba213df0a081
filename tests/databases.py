"""Fresh databases for tests: SQLite in a file, or a new PostgreSQL database."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text


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
