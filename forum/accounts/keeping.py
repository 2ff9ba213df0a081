"""Tools for those who say what they keep about members: see `slots.kept_about_member`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    String,
    Table,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.holdings import Holding, Kept, Parting
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.kernel.db import AnySelect, Base, db

AT_ONCE = 200
QUIETLY = {"synchronize_session": False}
Column = InstrumentedAttribute[Any]


def all_holdings() -> list[Holding]:
    """Return what all packages keep about members, as the account of it shows them."""
    return [holding for fill in kept_about_member for holding in fill()]


def table_of(model: type[Base]) -> Table:
    """Return the table of a mapped class."""
    return Base.metadata.tables[model.__tablename__]


def every_column(*models: type[Base]) -> frozenset[str]:
    """Name all columns of some tables."""
    return frozenset(
        f"{column.table.name}.{column.name}" for m in models for column in table_of(m).c
    )


def columns(*named: Column) -> frozenset[str]:
    """Name some columns."""
    return frozenset(f"{column.class_.__tablename__}.{column.key}" for column in named)


def plainly(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def give_rows(query: AnySelect) -> Iterator[Mapping[str, Any]]:
    """Give the rows of a query as plain facts, so many at once."""
    for portion in db.session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        for row in portion:
            yield {name: plainly(value) for name, value in row._mapping.items()}  # noqa: SLF001


def count_rows(condition: ColumnElement[bool], at: Column | None) -> Kept:
    """Count rows, and find the first and the last of them."""
    if at is None:
        return Kept(db.session.scalar(select(func.count()).where(condition)) or 0)
    counted = select(func.count(), func.min(at), func.max(at)).where(condition)
    return Kept(*db.session.execute(counted).one())


def part(
    key: str,
    owner: Column,
    *,
    at: Column | None = None,
    shows: Sequence[Column],
    others: Sequence[Column] = (),
) -> Holding:
    """Return one table of several that together() makes one holding of, and so says the words for."""
    return own_rows(key, "", "", "", owner, at=at, shows=shows, others=others)


def own_rows(
    key: str,
    title: str,
    about: str,
    until: str,
    owner: Column,
    *,
    at: Column | None = None,
    shows: Sequence[Column] = (),
    others: Sequence[Column] = (),
) -> Holding:
    """Return the holding of a table whose rows are one member's own and go with them.

    `shows` is what an export gives of them; `others` are columns that name the member in the rows
    of other members, which go as well.
    """
    model: Any = owner.class_

    def rows(person: Person) -> Iterator[Mapping[str, Any]]:
        return give_rows(select(*shows).where(owner == person.member_id))

    def erase(parting: Parting) -> Iterator[None]:
        for column in (owner, *others):
            gone = delete(model).where(column.in_(parting.member_ids))
            db.session.execute(gone, execution_options=QUIETLY)
        yield

    return Holding(
        key=key,
        title=title,
        about=about,
        until=until,
        columns=every_column(model),
        count=lambda member_id: count_rows(owner == member_id, at),
        rows=rows if shows else None,
        erase=erase,
    )


def rewrite(
    texts: Sequence[Column],
    change: Callable[[str], str],
    condition: ColumnElement[bool],
    *,
    also: Callable[[Any], Mapping[str, Any]] = lambda _row: {},
    done: Callable[[Sequence[int]], None] = lambda _ids: None,
) -> Iterator[None]:
    """Change texts of a table, where the condition holds, halting after each portion.

    `also` gives further values for a changed row; `done` is told which rows were changed, by the
    first column of their key.
    """
    model: Any = texts[0].class_
    key = list(table_of(model).primary_key)
    after_last: ColumnElement[bool] = true()
    while True:
        query = select(*key, *texts).where(after_last, condition)
        rows = db.session.execute(query.order_by(*key).limit(AT_ONCE)).all()
        if not rows:
            return
        changed = []
        for row in rows:
            before = {text.key: getattr(row, text.key) for text in texts}
            after = {name: deeply(change, text) for name, text in before.items()}
            if after != before:
                mine = tuple_(*key) == tuple(row[: len(key)])
                statement = update(model).where(mine).values(**after, **also(row))
                db.session.execute(statement, execution_options=QUIETLY)
                changed.append(row[0])
        if changed:
            db.session.expire_all()
            done(changed)
        after_last = tuple_(*key) > tuple(rows[-1][: len(key)])
        yield


def naming(texts: Iterable[Column], needles: Iterable[str]) -> ColumnElement[bool]:
    """Ask for rows in whose texts one of some words stands, in whatever letters."""
    words = list(needles)
    plain = [cast(text, String) if isinstance(text.type, JSON) else text for text in texts]
    return or_(
        false(), *(text.icontains(word, autoescape=True) for text in plain for word in words)
    )


def deeply(change: Callable[[str], str], value: Any) -> Any:
    """Change every text in a value that JSON can hold."""
    if isinstance(value, str):
        return change(value) if value else value
    if isinstance(value, dict):
        return {name: deeply(change, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [deeply(change, inner) for inner in value]
    return value


def forget_name(*texts: Column, also: Callable[[Any], Mapping[str, Any]] = lambda _row: {}) -> Any:
    """Return what takes a member's handle and address out of texts by others."""

    def erase(parting: Parting) -> Iterator[None]:
        if parting.loses_name:
            named = naming(texts, parting.needles)
            yield from rewrite(texts, parting.without_name, named, also=also)

    return erase


def one_after_the_other(*steps: Callable[[Parting], Iterator[None]]) -> Any:
    """Return what erases in several steps."""

    def erase(parting: Parting) -> Iterator[None]:
        for step in steps:
            yield from step(parting)

    return erase


def forget_own(written_by: Column, *texts: Column, also: Any = lambda _row: {}) -> Any:
    """Return what takes out of texts whatever does not stay of what the member wrote."""

    def erase(parting: Parting) -> Iterator[None]:
        if parting.loses_name:
            own = written_by.in_(parting.member_ids)
            yield from rewrite(texts, parting.kept_of, own, also=also)

    return erase


def together(key: str, title: str, about: str, until: str, *parts: Holding) -> Holding:
    """Return several holdings as one, where a member would not tell them apart."""

    def count(member_id: int) -> Kept:
        kept = [part.count(member_id) for part in parts]
        firsts = [one.first for one in kept if one.first]
        lasts = [one.last for one in kept if one.last]
        total = sum(one.count for one in kept)
        return Kept(total, min(firsts, default=None), max(lasts, default=None))

    def rows(person: Person) -> Iterator[Mapping[str, Any]]:
        for part in parts:
            for row in part.rows(person) if part.rows else ():
                yield {"kind": part.key, **row}

    return Holding(
        key=key,
        title=title,
        about=about,
        until=until,
        columns=frozenset().union(*(part.columns for part in parts)),
        count=count,
        rows=rows if any(part.rows for part in parts) else None,
        erase=one_after_the_other(*(part.erase for part in parts)),
    )
