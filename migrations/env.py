"""Run migrations for the database of the application at hand."""

from alembic import context
from sqlalchemy import text

from forum.kernel.db import Base, Moment, Word, db


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as the plain ones that they keep, so that old migrations last."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(length=32)"
    return False


def run() -> None:
    """Migrate in one transaction.

    On SQLite a changed table is copied and the old one dropped; with foreign keys on, that would
    delete every row that refers to it. They are off meanwhile, and checked afterwards.
    """
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # The pragma does nothing inside a transaction, and the connection begins one by itself.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                compare_type=True,
                render_item=render_item,
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                    if broken:
                        raise RuntimeError(f"The migration broke references: {broken[:5]}")
            connection.commit()
        finally:
            if is_sqlite:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
