"""Cases as pages show them: those that wait for an answer, what was declared, who has opened them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select

from forum.accounts.models import Member, OrganisationMember
from forum.accounts.values import Person
from forum.discussion.models import CaseAnswer, Declaration, MemberConflict, Thread, Wall
from forum.discussion.queries.threads import get_thread, is_listed_for
from forum.discussion.queries.walls import is_case, walled_members
from forum.discussion.rules import may_answer_case, may_see_declaration, may_see_openings
from forum.discussion.values import MemberCard
from forum.discussion.values.cases import (
    NOT_DECLARED,
    Area,
    Conflict,
    Declared,
    Kind,
    Respondent,
    Stage,
)
from forum.discussion.values.labels import WallKind
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.sealing import unseal
from forum.kernel.sets import among_these
from forum.kernel.verdicts import require

SEALED = "names of conflicts: sealed"


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that its reader has not answered for: a line without a word of the thread."""

    thread_id: int
    line: str
    has_asked: bool
    """They were unsure, and have asked facilitators."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opened a case first on which day."""

    member: MemberCard
    opened_on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a member was kept out of, without naming any of it."""

    count: int
    since: date | None
    opened: tuple[date, ...] = ()
    """The days on which they had opened one of these before they were kept out."""


def waiting_cases(person: Person, category_id: int | None = None) -> list[WaitingCase]:
    """Return the cases that wait for the person's answer about conflicts, the newest first."""
    if not person.grants.asked:
        return []
    query = _select_lines().where(among_these(Thread.id, sorted(person.grants.asked)))
    query = query.add_columns(CaseAnswer.answer).outerjoin(
        CaseAnswer,
        (CaseAnswer.thread_id == Thread.id) & (CaseAnswer.member_id == person.id),
    )
    if category_id is not None:
        query = query.where(Thread.category_id == category_id)
    rows = db.session.execute(query.order_by(Thread.id.desc()))
    return [WaitingCase(row.id, _line(row), row.answer is Conflict.UNSURE) for row in rows]


def get_waiting_case(thread_id: int, *, by: Person) -> WaitingCase:
    """Return one of the cases that wait for the person's answer. Raises NotFound."""
    if thread_id not in by.grants.asked:
        raise NotFound
    for case in waiting_cases(by):
        if case.thread_id == thread_id:
            return case
    raise NotFound


def get_case_to_answer(thread_id: int, answer: Conflict, *, by: Person) -> Thread:
    """Return a case that the person may answer for, locked for the change. Raises NotFound."""
    query = select(Thread).where(Thread.id == thread_id)
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    thread = db.session.scalar(query)
    if thread is None or not is_case(thread_id):
        raise NotFound
    require(may_answer_case(by, thread, answer))
    return thread


def get_case(thread_id: int, *, by: Person) -> Thread:
    """Return a thread about a case that the person may read. Raises NotFound."""
    thread = get_thread(thread_id, by=by)
    if not is_case(thread_id):
        raise NotFound
    return thread


def versions_of(thread: Thread, *, by: Person) -> Sequence[Declaration]:
    """Return what was declared of a case, the latest version first. Raises NotFound."""
    require(may_see_declaration(by, thread))
    query = select(Declaration).where(Declaration.thread_id == thread.id)
    return db.session.scalars(query.order_by(Declaration.version.desc())).all()


def current_declaration(thread: Thread, *, by: Person) -> Declared | None:
    """Return what is declared of a case today, for those who may read it; None for nothing."""
    versions = versions_of(thread, by=by)
    return declared_in(versions[0]) if versions else None


def line_of_case(thread_id: int) -> str:
    """Return the line that stands for a case before it is opened: no word of the thread."""
    row = db.session.execute(_select_lines().where(Thread.id == thread_id)).first()
    return NOT_DECLARED if row is None else _line(row)


def declared_in(row: Declaration) -> Declared:
    """Return a version of a declaration as a value."""
    kind = Kind(row.jurisdiction, row.area, row.stage, row.respondent)
    return Declared(row.basis, kind, row.consented_on, row.scope, row.link)


def count_alike(kind: Kind, *, by: Person) -> int:
    """Return how many cases that the person can read share everything with this one."""
    query = (
        select(func.count())
        .select_from(Declaration)
        .join(Thread, Thread.id == Declaration.thread_id)
    )
    shared = (
        Declaration.is_current,
        Declaration.jurisdiction == kind.jurisdiction,
        Declaration.area == kind.area,
        Declaration.stage == kind.stage,
        Declaration.respondent == kind.respondent,
    )
    return db.session.scalar(query.where(*shared, is_listed_for(by))) or 0


def count_kept_out(thread: Thread) -> int:
    """Return how many members walls keep out of a thread: the number, and never who."""
    return len(walled_members(thread.id))


def list_openings(thread: Thread, *, by: Person) -> list[Opening]:
    """Return who has opened a case in the last months; for others than its author only themselves."""
    query = (
        select(Member.id, Member.handle, Member.name, Member.picture, CaseAnswer.opened_on)
        .join(CaseAnswer, CaseAnswer.member_id == Member.id)
        .where(CaseAnswer.thread_id == thread.id, CaseAnswer.opened_on.is_not(None))
        .order_by(CaseAnswer.opened_on.desc(), Member.name)
    )
    verdict = may_see_openings(by, thread)
    if verdict.is_hidden:
        raise NotFound
    if not verdict:
        query = query.where(Member.id == by.member_id)
    rows = db.session.execute(query)
    return [
        Opening(MemberCard(row.id, row.handle, row.name, row.picture), row.opened_on)
        for row in rows
    ]


def own_conflicts(person: Person) -> list[str]:
    """Return the names on the person's own list, in the order of the alphabet."""
    query = select(MemberConflict.sealed).where(MemberConflict.member_id == person.member_id)
    names = (unseal(sealed, SEALED) for sealed in db.session.scalars(query))
    return sorted((name for name in names if name), key=str.casefold)


def evidence_for(person: Person) -> Evidence:
    """Return how many matters the person is kept out of, as of the end of the last month.

    What somebody else did counts from the next month on: otherwise a name on one's own list would
    tell at once whether there is a case about it.
    """
    first = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    organisations = select(OrganisationMember.organisation_id).where(
        OrganisationMember.member_id == person.member_id
    )
    rows = db.session.execute(
        select(Wall.thread_id, Wall.made_at).where(
            or_(Wall.member_id == person.member_id, Wall.organisation_id.in_(organisations)),
            or_(Wall.kind == WallKind.SELF, Wall.made_at < first),
        )
    ).all()
    threads = {row.thread_id for row in rows}
    opened = select(CaseAnswer.opened_on).where(
        CaseAnswer.member_id == person.member_id,
        CaseAnswer.opened_on.is_not(None),
        among_these(CaseAnswer.thread_id, sorted(threads)),
    )
    days = tuple(sorted(day for day in db.session.scalars(opened) if day)) if threads else ()
    since = min((row.made_at for row in rows), default=None)
    return Evidence(len(threads), since.date() if since else None, days)


def _select_lines() -> Select[int, str, Area, Stage, Respondent]:
    return (
        select(
            Thread.id,
            Declaration.jurisdiction,
            Declaration.area,
            Declaration.stage,
            Declaration.respondent,
        )
        .select_from(Thread)
        .outerjoin(Declaration, (Declaration.thread_id == Thread.id) & Declaration.is_current)
    )


def _line(row: object) -> str:
    if row.jurisdiction is None:  # type: ignore[attr-defined]
        return NOT_DECLARED
    kind = Kind(row.jurisdiction, row.area, row.stage, row.respondent)  # type: ignore[attr-defined]
    return kind.line
