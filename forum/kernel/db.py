"""The database: the declarative base, the two kinds of transaction, and how SQLite is made safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Dialect, Engine, MetaData, Select, String, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, SessionTransaction
from sqlalchemy.types import TypeDecorator

from forum.kernel import events
from forum.kernel.errors import NotFound

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC; databases without time zones keep it as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the database keeps. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must know its time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads a moment: a page shows a hundred, so SQLite's are read in one step."""
        if dialect.name == "sqlite":
            return _read_kept_moment
        return super().result_processor(dialect, coltype)


def _read_kept_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its word, so that a dump of the database reads well."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the word that is kept."""
        return None if value is None else str(self.words(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Return the member of the enumeration."""
        return None if value is None else self.words(value)


class Base(DeclarativeBase):
    """The base of every mapped class."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 -- SQLAlchemy's own declaration


class Mode(Enum):
    """Whether the work at hand may change anything."""

    READ = "read"
    WRITE = "write"


R = TypeVar("R", bound=Base)
MOST_COMPILED = 20
HIGHEST_ID = 2**31 - 1
"""The highest number that PostgreSQL keeps in an id; beyond it there is nothing to look up."""

AnySelect: TypeAlias = "Select[*tuple[Any, ...]]"
"""A query whose columns are read by name."""

db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True})
_mode: ContextVar[Mode] = ContextVar("mode", default=Mode.READ)


class ReadOnlyError(RuntimeError):
    """Something tried to write where only reading was opened: a fault of the program."""


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Do everything inside in one write transaction: returning commits, raising rolls back.

    Listeners that wait for the commit run after it. An inner unit joins the outer one.
    """
    if _mode.get() is Mode.WRITE:
        yield
        return
    # A transaction that was opened for reading cannot be made to write safely on SQLite.
    db.session.rollback()
    mode = _mode.set(Mode.WRITE)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        events.forget_waiting()
        raise
    finally:
        _mode.reset(mode)
    events.publish_waiting(unit_of_work)


@contextmanager
def reading() -> Iterator[None]:
    """Read everything inside from one transaction that cannot write, and end it."""
    mode = _mode.set(Mode.READ)
    try:
        yield
    finally:
        db.session.rollback()
        _mode.reset(mode)


def read(statement: Any, **values: Any) -> CursorResult[Any]:
    """Run a statement that was built once, past the ORM, in this session's transaction.

    Building a statement anew costs more than running it; the pages that are asked for most keep
    theirs in a module and give only the values.
    """
    session = db.session()
    connection: Connection | None = session.info.get("connection")
    if connection is None:
        connection = session.info["connection"] = session.connection()
    compiled = _compiled.get(statement)
    if compiled is None:
        # One that is built on the spot is never seen again, and better off with the other cache.
        _compiled[statement] = _CompiledOnce()
        return connection.execute(statement, values)
    return connection.execute(statement, values, execution_options={"compiled_cache": compiled})


class _CompiledOnce(dict[tuple[Any, ...], Any]):
    """What SQLAlchemy has made of one statement, by dialect and names of values.

    Its own cache looks the statement up by its whole structure, which takes longer than to find
    this place by the statement being the same.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """Return what was compiled."""
        return super().get(_short(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        # One installation has one database; tests have had many.
        if len(self) >= MOST_COMPILED:
            self.clear()
        super().__setitem__(_short(key), compiled)


def _short(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the key of a compiled statement without the part that says which statement it is."""
    dialect, _statement, *names = key
    return (dialect, *names)


_compiled: WeakKeyDictionary[Any, _CompiledOnce] = WeakKeyDictionary()


@event.listens_for(Session, "after_transaction_end")
def _let_go_of_connection(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("connection", None)


def get_row(kind: type[R], id_: int) -> R:
    """Return the row with this id, whoever asks. Raises NotFound."""
    row = db.session.get(kind, id_) if 0 < id_ <= HIGHEST_ID else None
    if row is None:
        raise NotFound
    return row


def insert_into(kind: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Begin a statement that says itself what to do where the row is there already."""
    return postgresql.insert(kind) if is_postgresql() else sqlite.insert(kind)


def undo() -> None:
    """Take back what this unit of work has changed so far, as when a form is shown again."""
    db.session.rollback()
    events.forget_waiting()


def keep_so_far() -> None:
    """Keep what this unit of work has changed so far, whatever becomes of the rest.

    For what must not be lost when a form is shown again, such as a file that took long to send.
    """
    db.session.commit()
    events.publish_waiting(unit_of_work)


def is_writing() -> bool:
    """Tell whether a unit of work is open."""
    return _mode.get() is Mode.WRITE


@event.listens_for(Session, "do_orm_execute")
def _refuse_statements_that_write_while_reading(state: ORMExecuteState) -> None:
    if not state.is_select and _mode.get() is Mode.READ:
        raise ReadOnlyError(f"{state.statement} needs a unit of work")


@event.listens_for(Session, "before_flush")
def _refuse_flushes_while_reading(session: Session, *_: Any) -> None:
    if _mode.get() is Mode.READ and (session.new or session.dirty or session.deleted):
        raise ReadOnlyError("A change needs a unit of work")


@event.listens_for(Engine, "connect")
def _make_sqlite_safe(connection: Any, _record: Any) -> None:
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    # The driver's own handling opens transactions too late and silently loses updates.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "synchronous=NORMAL",
        "cache_size=-20000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_on_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = _mode.get() is Mode.WRITE
        # Straight to the driver: every page begins with it, and it brings back nothing.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")


def is_postgresql() -> bool:
    """Tell whether the session speaks to PostgreSQL."""
    return db.session.get_bind().dialect.name == "postgresql"
