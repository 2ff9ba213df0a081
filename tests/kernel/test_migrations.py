"""Migrations go forward and back, and lose nothing on the way."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from config import Settings
from forum import create_app
from forum.kernel.db import Base, db
from forum.kernel.migrations import is_migrated, migrate, migrate_back
from tests.databases import fresh_database


def test_database_goes_forward_and_back(tmp_path: Path) -> None:
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            assert not is_migrated()
            migrate()
            assert is_migrated()
            migrate_back()
            assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
            migrate()
            assert is_migrated()
            db.engine.dispose()


def test_tables_are_as_the_models_say(tmp_path: Path) -> None:
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            migrate()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, Base.metadata) == []
            db.engine.dispose()


def test_foreign_keys_hold_on_sqlite_while_serving(tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, database_url="", secret_key="for tests"))
    with app.app_context():
        migrate()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        db.engine.dispose()
