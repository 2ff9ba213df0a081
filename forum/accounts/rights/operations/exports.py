"""Acts on exports: ask for one's own, make them, let them go."""

from sqlalchemy import delete, select

from forum.accounts.identity import load_person
from forum.accounts.keeping import all_holdings
from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.pairs.models import PairAct
from forum.accounts.rights.events import BulkExportMade, ExportAsked
from forum.accounts.rights.models import Export
from forum.accounts.rights.packing import Package, new_package
from forum.accounts.rights.queries import bulk_what, count_own_exports
from forum.accounts.rights.rules import may_export_own
from forum.accounts.rights.values import KEPT_FOR
from forum.accounts.slots import bulk_source
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db, reading, unit_of_work
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.storage import storage
from forum.kernel.verdicts import require

MAKE = "rights.export"
REMOVE = "rights.remove_export"


def ask_own_export(*, by: Person) -> Export:
    """Ask for everything that is kept about oneself; the worker makes it."""
    # Two clicks at once wait for each other here.
    db.session.execute(select(Member.id).where(Member.id == by.member_id).with_for_update())
    is_one_waiting, today = count_own_exports(by.member_id)
    require(may_export_own(by, is_one_waiting=is_one_waiting, today=today))
    export = _put(by.member_id, None)
    announce(ExportAsked(export_id=export.id, member_id=by.member_id))
    return export


def ask_bulk_export(act: PairAct) -> None:
    """Let the worker make what two people have agreed on; they were asked before."""
    _put(act.asked_by_id, act.id)


def _put(member_id: int, pair_act_id: int | None) -> Export:
    export = Export(member_id=member_id, pair_act_id=pair_act_id, asked_at=now())
    db.session.add(export)
    db.session.flush()
    enqueue(MAKE, {"export": export.id})
    return export


def make_export(export_id: int) -> None:
    """Make an archive and keep it in the storage; doing it twice makes it once."""
    with reading():
        export = db.session.get(Export, export_id)
        if export is None or export.made_at is not None:
            return
        act = db.session.get(PairAct, export.pair_act_id) if export.pair_act_id else None
        people = [load_person(export.member_id)]
        if act is not None and act.decided_by_id:
            people.append(load_person(act.decided_by_id))
        subject_id, what = (act.subject_id, bulk_what(act)) if act else (None, "")
    if not all(person.is_member for person in people):
        _give_up(export_id)
        return
    with new_package() as (package, path):
        with reading():
            if act is None:
                _pack_own(package, people[0])
            else:
                _pack_many(package, people, subject_id, what)
        package.archive.close()
        size, key = path.stat().st_size, storage().put_file(path)
    with unit_of_work():
        _note_made(export_id, key, size)


def _pack_own(package: Package, person: Person) -> None:
    for holding in all_holdings():
        rows = holding.rows(person) if holding.rows else None
        about = f"{holding.about} {holding.until}"
        package.add(holding.key, holding.title, about, rows, holding.files(person))
    package.end(
        f"What is kept about {person.name}",
        "Each document is JSON, which every programming language reads. Times are in UTC. "
        "Keep this archive in a safe place: it holds what others wrote to you in confidence.",
    )


def _pack_many(package: Package, people: list[Person], subject_id: int | None, what: str) -> None:
    for source in bulk_source:
        for key, title, rows in source().documents(people, subject_id):
            package.add(key, title, "", rows)
    package.end(what, "Only what every member of the community can read is in here.")


def _note_made(export_id: int, key: str, size: int) -> None:
    export = db.session.get(Export, export_id)
    if export is None or export.made_at is not None:
        enqueue(REMOVE, {"key": key})
        return
    export.made_at = now()
    export.expires_at = export.made_at + KEPT_FOR
    export.key, export.size = key, size
    db.session.flush()
    act = db.session.get(PairAct, export.pair_act_id) if export.pair_act_id else None
    if act is None:
        tell(db.session.get_one(Member, export.member_id), "export_made")
        return
    announce(
        BulkExportMade(
            export_id=export.id,
            asked_by_id=act.asked_by_id,
            confirmed_by_id=act.decided_by_id or act.asked_by_id,
            because=act.because,
        )
    )


def _give_up(export_id: int) -> None:
    with unit_of_work():
        db.session.execute(delete(Export).where(Export.id == export_id))


def forget_old_exports() -> None:
    """Remove archives after their time; that many threads were exported stays on record."""
    old = select(Export).where(Export.expires_at <= now(), Export.key.is_not(None))
    for export in db.session.scalars(old).all():
        let_go_of_export(export)


def let_go_of_export(export: Export) -> None:
    """Remove an archive, and the row of a member's own."""
    if export.key:
        enqueue(REMOVE, {"key": export.key})
    export.key = None
    if export.pair_act_id is None:
        db.session.delete(export)
    db.session.flush()
