"""Reads of acts that need two people."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.pairs.kinds import PairKind, all_kinds
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.rules import is_waiting, may_ask_pair
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, get_row, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require


def get_pair_act(kind: PairKind, act_id: int, *, by: Person) -> PairAct:
    """Return an act of this kind, and of no other, for those who may decide about it.

    Locked for a change. Raises NotFound.
    """
    act = get_row(PairAct, act_id)
    if act.kind != kind.name:
        raise NotFound
    require(may_ask_pair(by, kind))
    if is_writing():
        db.session.refresh(act, with_for_update=True)
    return act


def list_pair_acts(kind: PairKind, *, by: Person, most: int = 50) -> Sequence[PairAct]:
    """Return the acts of a kind, the newest first, for those who may ask for them."""
    require(may_ask_pair(by, kind))
    query = select(PairAct).where(PairAct.kind == kind.name)
    return db.session.scalars(query.order_by(PairAct.id.desc()).limit(most)).all()


def waiting_for(person: Person) -> list[tuple[PairKind, PairAct]]:
    """Return what waits for this person to be the second one, oldest first."""
    kinds = [kind for kind in all_kinds() if may_ask_pair(person, kind)]
    if not kinds:
        return []
    query = select(PairAct).where(
        PairAct.kind.in_([kind.name for kind in kinds]),
        PairAct.decided_at.is_(None),
        PairAct.lapses_at > now(),
        PairAct.asked_by_id != person.member_id,
    )
    by_name = {kind.name: kind for kind in kinds}
    found = [(by_name[act.kind], act) for act in db.session.scalars(query.order_by(PairAct.id))]
    return [(kind, act) for kind, act in found if kind.may_confirm(person, act)]


def count_others(kind: PairKind, *, but: int) -> int:
    """Return how many other people could be the second one."""
    query = select(func.count()).select_from(Member)
    query = query.where(
        Member.role.in_(kind.roles), Member.standing == Standing.ACTIVE, Member.id != but
    )
    return db.session.scalar(query) or 0


def find_waiting(kind: PairKind, subject_id: int | None) -> PairAct | None:
    """Return what was asked already about the same thing and waits, whoever asks."""
    query = select(PairAct).where(PairAct.kind == kind.name, PairAct.decided_at.is_(None))
    if subject_id is None:
        query = query.where(PairAct.subject_id.is_(None))
    else:
        query = query.where(PairAct.subject_id == subject_id)
    moment = now()
    return next((act for act in db.session.scalars(query) if is_waiting(act, moment)), None)
