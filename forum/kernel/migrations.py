"""Bringing the database to the shape that the code expects."""

import io

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config import ROOT
from forum.kernel.db import db


def migrations() -> Config:
    """Return what Alembic needs to know."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def migrate() -> None:
    """Bring the database of the application at hand to the newest shape."""
    if not is_migrated():
        command.upgrade(migrations(), "head")


def migrate_back(revision: str = "base") -> None:
    """Take the database back to an older shape."""
    command.downgrade(migrations(), revision)


def write_migration(message: str, *, number: str) -> None:
    """Write a migration from the difference between the tables mapped and those that are there."""
    command.revision(migrations(), message=message, autogenerate=True, rev_id=number)


def is_migrated() -> bool:
    """Tell whether the database has the newest shape."""
    newest = ScriptDirectory.from_config(migrations()).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
