"""Reads of sanctions on behalf of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.queries import list_pair_acts
from forum.accounts.pairs.rules import is_waiting
from forum.accounts.sanctions.models import Sanction
from forum.accounts.sanctions.rules import (
    is_running,
    may_appeal,
    may_decide_appeal,
    may_see_appeal,
    shorter_steps,
)
from forum.accounts.sanctions.tokens import appeal_token, member_of
from forum.accounts.sanctions.values import SanctionKind, SanctionLine
from forum.accounts.values import Person
from forum.kernel.clock import now
from forum.kernel.db import db, get_row, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import Verdict, require

MOST = 50


@dataclass(frozen=True, slots=True)
class AppealThing:
    """An appeal as the queue shows it."""

    line: SanctionLine
    member: Member
    steps: tuple[int, ...]
    may_handle: Verdict
    html: str = ""


def sanctions_of(member_id: int) -> list[SanctionLine]:
    """Return what was decided about a member, newest first, for that member."""
    query = select(Sanction).where(Sanction.member_id == member_id)
    rows = db.session.scalars(query.order_by(Sanction.id.desc()).limit(MOST))
    return [line_of(row) for row in rows]


def history_of(member: Member) -> list[Sanction]:
    """Return the sanctions of a member, newest first, for operations and facilitators' pages."""
    query = select(Sanction).where(Sanction.member_id == member.id).options(joinedload(Sanction.by))
    return list(db.session.scalars(query.order_by(Sanction.id.desc()).limit(MOST)))


def find_running(member_id: int, kind: SanctionKind) -> Sanction | None:
    """Return the sanction of this kind that holds for the member."""
    query = select(Sanction).where(
        Sanction.member_id == member_id, Sanction.kind == kind, Sanction.ended_at.is_(None)
    )
    return db.session.scalars(query.order_by(Sanction.id.desc()).limit(1)).first()


def appeal_page(member: Member) -> str:
    """Return where who cannot sign in reads why and asks for another look; empty for nothing."""
    lines = [line for line in sanctions_of(member.id) if line.is_running or line.may_appeal]
    return f"/appeal/{appeal_token(member.id)}" if lines else ""


def get_named_by(token: str) -> int:
    """Return the id of the member whom the link of a letter names. Raises NotFound."""
    member_id = member_of(token)
    if member_id is None or db.session.get(Member, member_id) is None:
        raise NotFound
    return member_id


def get_own_sanction(sanction_id: int, member_id: int) -> Sanction:
    """Return a sanction for the member whom it is about, locked for a change. Raises NotFound."""
    sanction = get_row(Sanction, sanction_id)
    if sanction.member_id != member_id:
        raise NotFound
    if is_writing():
        db.session.refresh(sanction, with_for_update={"of": Sanction})
    return sanction


def get_appeal(sanction_id: int, *, by: Person) -> Sanction:
    """Return an appealed sanction for who may see it, locked for a change. Raises NotFound."""
    sanction = get_row(Sanction, sanction_id)
    require(may_see_appeal(by, sanction))
    if is_writing():
        db.session.refresh(sanction, with_for_update={"of": Sanction})
    return sanction


def select_appeals(person: Person) -> Select[int]:
    """Select the ids of the appeals that exist for the person: twin of may_see_appeal."""
    query = select(Sanction.id)
    if not person.is_community_facilitator:
        return query.where(false())
    return query.where(Sanction.appealed_at.is_not(None), Sanction.member_id != person.member_id)


def things_of_appeals(ids: Sequence[int], person: Person) -> Mapping[int, AppealThing]:
    """Return appeals by the ids of their sanctions, in one statement."""
    query = select(Sanction).where(Sanction.id.in_(ids), Sanction.id.in_(select_appeals(person)))
    query = query.options(joinedload(Sanction.member), joinedload(Sanction.by))
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {
        row.id: AppealThing(
            line_of(row),
            row.member,
            tuple(shorter_steps(row, now())),
            may_decide_appeal(person, row),
        )
        for row in rows
    }


def line_of(sanction: Sanction) -> SanctionLine:
    """Return a sanction as pages show it."""
    moment = now()
    return SanctionLine(
        id=sanction.id,
        kind=sanction.kind,
        begun_at=sanction.begun_at,
        until=sanction.until,
        because=sanction.because,
        ended_at=sanction.ended_at,
        took_effect_at=sanction.took_effect_at,
        appealed_at=sanction.appealed_at,
        appeal=sanction.appeal,
        outcome=sanction.outcome,
        answer=sanction.answer,
        is_running=is_running(sanction, moment),
        may_appeal=may_appeal(sanction.member_id, sanction, moment),
    )


@dataclass(frozen=True, slots=True)
class RemovalAct:
    """A removal that two decide, as facilitators see it."""

    id: int
    member: Member
    asked_by: str
    because: str
    asked_at: datetime
    lapses_at: datetime
    is_waiting: bool
    is_own: bool
    outcome: str
    answer: str
    line: SanctionLine | None
    """What came of it, once it was confirmed."""


def list_removals(kind: PairKind, *, by: Person) -> list[RemovalAct]:
    """Return the removals that were asked for, newest first, for facilitators of the community."""
    acts = list_pair_acts(kind, by=by)
    ids = {act.asked_by_id for act in acts} | {act.subject_id for act in acts}
    members = {m.id: m for m in db.session.scalars(select(Member).where(Member.id.in_(ids)))}
    laid = select(Sanction).where(
        Sanction.kind == SanctionKind.REMOVAL, Sanction.member_id.in_(members)
    )
    rows = {(row.member_id, row.because): row for row in db.session.scalars(laid)}
    return [
        RemovalAct(
            id=act.id,
            member=members[act.subject_id or 0],
            asked_by=members[act.asked_by_id].name,
            because=act.because,
            asked_at=act.asked_at,
            lapses_at=act.lapses_at,
            is_waiting=is_waiting(act, now()),
            is_own=act.asked_by_id == by.id,
            outcome=str(act.outcome or ""),
            answer=act.answer,
            line=line_of(row) if (row := rows.get((act.subject_id or 0, act.because))) else None,
        )
        for act in acts
    ]
