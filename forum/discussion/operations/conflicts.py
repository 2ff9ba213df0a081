"""Comparing opponents with members, their organisations and their own lists, and keeping them out.

Names are compared by a print of their normal form, under a key that stands outside of the database;
what an author gave is kept as that alone. Nobody is told who was found: only how many stay out.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from forum.accounts.models import Member, Organisation
from forum.accounts.values import SYSTEM, Person
from forum.discussion.models import CaseOpponent, MemberConflict, Thread
from forum.discussion.operations.walls import wall_off_member, wall_off_organisation
from forum.discussion.queries.cases import SEALED
from forum.discussion.queries.walls import members_of_organisations
from forum.discussion.rules import may_raise_wall
from forum.discussion.values.cases import LONGEST_NAME, MOST_NAMES, normal_name
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid, NotPermitted
from forum.kernel.markup import refuse_broken
from forum.kernel.sealing import print_of, seal
from forum.kernel.verdicts import require

COMPARED = "names of conflicts: compared"


def check_names(names: Collection[str], *, field: str) -> None:
    """Raise Invalid for names that cannot be compared."""
    if len(names) > MOST_NAMES:
        raise Invalid(field, f"Please give at most {MOST_NAMES} names.")
    for name in names:
        refuse_broken(field, name)
        if len(name) > LONGEST_NAME:
            raise Invalid(field, f"Please keep each name under {LONGEST_NAME} letters.")
        if len(normal_name(name)) < 2:
            raise Invalid(field, f"“{name[:40]}” is no name that could be compared.")


def add_opponents(thread: Thread, names: Collection[str], *, by: Person) -> None:
    """Name more opponents in a thread: whoever belongs to them meets it nowhere from now on."""
    require(may_raise_wall(by, thread))
    check_names(names, field="opponents")
    keep_out_opponents(thread, names)


def keep_out_opponents(thread: Thread, names: Collection[str]) -> None:
    """Raise walls for opponents, and keep their prints for who comes later; the rules were asked."""
    normal = {normal_name(name) for name in names}
    if not normal:
        return
    refuse_own_side(thread.author_id, names)
    for name in normal:
        row = insert_into(CaseOpponent).values(thread_id=thread.id, key=_print(name))
        db.session.execute(row.on_conflict_do_nothing())
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)):
        if normal_name(organisation.name) in normal:
            wall_off_organisation(thread, organisation, by=SYSTEM)
    members = db.session.execute(select(Member.id, Member.name)).all()
    found = {row.id for row in members if normal_name(row.name) in normal}
    listed = select(MemberConflict.member_id).where(
        MemberConflict.key.in_([_print(name) for name in normal])
    )
    keep_out_members(thread, found | set(db.session.scalars(listed)))


def keep_out_members(thread: Thread, member_ids: Iterable[int]) -> None:
    """Raise a wall for each of these members but the author; the rules were asked."""
    for member_id in sorted(set(member_ids) - {thread.author_id}):
        wall_off_member(thread, db.session.get_one(Member, member_id), by=SYSTEM)


def refuse_own_side(author_id: int, names: Collection[str]) -> None:
    """Raise Invalid for an opponent whose organisation the author belongs to."""
    normal = {normal_name(name) for name in names}
    for organisation in db.session.scalars(select(Organisation)):
        is_named = normal_name(organisation.name) in normal
        if is_named and author_id in members_of_organisations([organisation.id]):
            sentence = f"You belong to {organisation.name} yourself: you cannot keep it out."
            raise Invalid("opponents", sentence)


def keep_conflicts(names: Collection[str], *, by: Person) -> bool:
    """Keep a member's own list of names; False when it is the same.

    What is new in it is compared with every open case at once. Walls that stand are not lifted.
    """
    if not by.is_member:
        raise NotPermitted("Please sign in.")
    check_names(names, field="names")
    wanted = {_print(normal_name(name)): name for name in names}
    own = MemberConflict.member_id == by.member_id
    before = set(db.session.scalars(select(MemberConflict.key).where(own)))
    if before == wanted.keys():
        return False
    db.session.execute(delete(MemberConflict).where(own))
    db.session.add_all(
        MemberConflict(member_id=by.member_id, key=key, sealed=seal(name, SEALED))
        for key, name in wanted.items()
    )
    db.session.flush()
    for thread in _threads_against(wanted.keys() - before):
        keep_out_members(thread, [by.member_id])
    return True


def compare_organisation(organisation_id: int) -> None:
    """Keep an organisation out of the cases in which it was named before it was listed here."""
    organisation = db.session.get_one(Organisation, organisation_id)
    for thread in _threads_against([_print(normal_name(organisation.name))]):
        if thread.author_id not in members_of_organisations([organisation_id]):
            wall_off_organisation(thread, organisation, by=SYSTEM)


def compare_member(member_id: int) -> None:
    """Keep a member out of the cases in which somebody of their name was named."""
    member = db.session.get_one(Member, member_id)
    for thread in _threads_against([_print(normal_name(member.name))]):
        keep_out_members(thread, [member_id])


def _threads_against(prints: Iterable[str]) -> list[Thread]:
    """Return the threads in which one of these was named as an opponent."""
    named = select(CaseOpponent.thread_id).where(CaseOpponent.key.in_(sorted(prints)))
    query = select(Thread).where(Thread.id.in_(named)).order_by(Thread.id)
    return list(db.session.scalars(query))


def _print(name: str) -> str:
    return print_of(name, COMPARED)
