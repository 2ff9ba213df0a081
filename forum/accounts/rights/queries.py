"""Reads about what is kept of members, exports, and who leaves."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.keeping import all_holdings
from forum.accounts.models import Member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.queries import list_pair_acts
from forum.accounts.pairs.rules import is_waiting
from forum.accounts.rights.models import Erasure, Export
from forum.accounts.rights.rules import may_fetch_export
from forum.accounts.rights.values import (
    ANNOUNCED_FOR,
    BulkAct,
    BulkExport,
    KeptLine,
    OwnExport,
)
from forum.accounts.slots import bulk_source
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.verdicts import require


def what_is_kept(person: Person) -> list[KeptLine]:
    """Return everything that is kept about the person, counted; what there is none of comes last."""
    member_id = person.member_id
    lines = [KeptLine(holding, holding.count(member_id)) for holding in all_holdings()]
    return sorted(lines, key=lambda line: not line.kept.count)


def list_own_exports(person: Person) -> list[OwnExport]:
    """Return the person's own exports, the newest first."""
    query = select(Export).where(Export.member_id == person.member_id, Export.pair_act_id.is_(None))
    return [
        OwnExport(row.id, row.asked_at, row.made_at, row.expires_at, row.size)
        for row in db.session.scalars(query.order_by(Export.id.desc()))
        if row.made_at is None or row.key is not None
    ]


def count_own_exports(member_id: int) -> tuple[bool, int]:
    """Tell whether an export of the member's own is being made, and how many they had in a day."""
    query = select(Export.made_at, Export.asked_at).where(
        Export.member_id == member_id, Export.pair_act_id.is_(None)
    )
    rows = db.session.execute(query).all()
    day = now() - timedelta(days=1)
    return any(row.made_at is None for row in rows), sum(row.asked_at > day for row in rows)


def get_export(export_id: int, *, by: Person) -> Export:
    """Return an archive that the person may fetch. Raises NotFound."""
    export = get_row(Export, export_id)
    act = db.session.get(PairAct, export.pair_act_id) if export.pair_act_id else None
    require(may_fetch_export(by, export, act, now()))
    return export


def find_erasure(member_id: int) -> Erasure | None:
    """Return the member's wish to be erased, if there is one."""
    return db.session.scalar(select(Erasure).where(Erasure.member_id == member_id))


def list_bulk_exports(*, since: timedelta | None = None) -> Sequence[BulkExport]:
    """Return the archives of many threads that were made, the newest first; all members read this."""
    query = (
        select(Export, PairAct)
        .join(PairAct, PairAct.id == Export.pair_act_id)
        .where(Export.made_at.is_not(None))
        .order_by(Export.id.desc())
    )
    if since is not None:
        query = query.where(Export.made_at > now() - since)
    rows = db.session.execute(query.limit(100)).all()
    names = names_of({id_ for _, act in rows for id_ in (act.asked_by_id, act.decided_by_id)})
    return [
        BulkExport(
            id=export.id,
            what=bulk_what(act),
            because=act.because,
            asked_by=names.get(act.asked_by_id, ""),
            confirmed_by=names.get(act.decided_by_id or 0, ""),
            made_at=export.made_at or export.asked_at,
        )
        for export, act in rows
    ]


def find_export_of(act: PairAct) -> Export | None:
    """Return the archive that an act of two has led to."""
    return db.session.scalar(select(Export).where(Export.pair_act_id == act.id))


def names_of(member_ids: Collection[int | None]) -> dict[int, str]:
    """Return the names of some members."""
    query = select(Member.id, Member.name).where(Member.id.in_([id_ for id_ in member_ids if id_]))
    return {row.id: row.name for row in db.session.execute(query)}


def bulk_what(act: PairAct) -> str:
    """Say what an archive of many threads is of; only what all members see is ever in one."""
    if act.subject_id is None:
        return "All threads that every member can read"
    for source in bulk_source:
        for id_, name in source().choices():
            if id_ == act.subject_id:
                return f"The threads in {name}"
    return "The threads in a category that is not open to all members any more"


def keys_of_exports(keys: Collection[str]) -> list[str]:
    """Return those among some keys of the storage that an archive has."""
    return [
        key for key in db.session.scalars(select(Export.key).where(Export.key.in_(keys))) if key
    ]


def open_categories() -> list[tuple[int, str]]:
    """Return the categories that every member can read, by id and name."""
    return [choice for source in bulk_source for choice in source().choices()]


def list_bulk_acts(kind: PairKind, *, by: Person) -> list[BulkAct]:
    """Return what was asked for in the last weeks, for those who may decide about it."""
    moment = now()
    acts = list_pair_acts(kind, by=by)
    names = names_of({act.asked_by_id for act in acts})
    return [
        BulkAct(
            id=act.id,
            what=bulk_what(act),
            because=act.because,
            asked_by=names.get(act.asked_by_id, ""),
            is_own=act.asked_by_id == by.id,
            asked_at=act.asked_at,
            lapses_at=act.lapses_at,
            is_waiting=is_waiting(act, moment),
            outcome=act.outcome,
            answer=act.answer,
            archive_id=_archive_for(act, by),
        )
        for act in acts
        if act.lapses_at > moment - ANNOUNCED_FOR
    ]


def _archive_for(act: PairAct, person: Person) -> int | None:
    export = find_export_of(act)
    if export is None or not may_fetch_export(person, export, act, now()):
        return None
    return export.id
