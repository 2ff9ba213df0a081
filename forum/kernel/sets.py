"""Sets as one value, for statements that are built once: ids given to them, and texts they return."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Boolean, Dialect, Integer, String, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Ids(TypeDecorator[Iterable[int]]):
    """Any number of ids, bound as one value."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return what the ids are bound as: an array, or a text in JSON."""
        kind: TypeEngine[Any] = ARRAY(Integer) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        """Return the ids as they are bound."""
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else f"[{','.join(map(str, ids))}]"


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002
        """Return the question as it is: compared with a truth value it would use no index."""
        return self


def among(column: Any, name: str) -> _Among:
    """Ask whether the column is one of the ids given to the statement under this name.

    The usual IN has one parameter for each id, and its statement is put together again every time.
    """
    return _Among(column, bindparam(name, type_=Ids()))


def among_these(column: Any, ids: Iterable[int]) -> _Among:
    """Ask whether the column is one of these ids, for statements that are built on the spot."""
    return _Among(column, bindparam("ids", list(ids), type_=Ids(), unique=True))


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: Any, **how: Any) -> str:
    column, ids = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 -- both parts come from SQLAlchemy


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: Any, **how: Any) -> str:
    column, ids = (compiler.process(part, **how) for part in element.clauses)
    return f"{column} = ANY ({ids})"


class _Joined(FunctionElement[str]):
    type = String()
    inherit_cache = True


def joined(column: Any) -> _Joined:
    """Return the texts of a column as one, with commas between and in no order.

    SQLAlchemy's own aggregate_strings() writes its separator anew into every statement that is run.
    """
    return _Joined(column)


@compiles(_Joined, "sqlite")
def _joined_on_sqlite(element: _Joined, compiler: Any, **how: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **how)}, ',')"


@compiles(_Joined, "postgresql")
def _joined_on_postgresql(element: _Joined, compiler: Any, **how: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **how)}, ',')"
