"""Reads of custodians: who they are, their keys, and who is proposed."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import or_, select

from forum.accounts.models import Member
from forum.accounts.pairs.kinds import kind_named
from forum.accounts.pairs.models import PairAct
from forum.accounts.pairs.queries import get_pair_act, list_pair_acts
from forum.accounts.pairs.rules import is_waiting as is_pair_waiting
from forum.accounts.values import Person, Role, Standing
from forum.discussion.pseudonyms.models import (
    Custodian,
    Pseudonym,
    PseudonymShare,
)
from forum.discussion.pseudonyms.rules import (
    may_see_custodians,
)
from forum.discussion.pseudonyms.values import CustodianCard, Sealed
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require

NOMINATION = "custodian"
"""The kind of act of two that names a custodian."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """A proposal of a custodian, with the names of whom it is about and who made it."""

    act: PairAct
    who: str
    by: str


def _select_custodians() -> Any:
    is_free = or_(Member.suspended_until.is_(None), Member.suspended_until <= now())
    return (
        select(Custodian, Member)
        .join(Member, Member.id == Custodian.member_id)
        .where(Member.standing == Standing.ACTIVE, Member.role != Role.HOST, is_free)
        .order_by(Member.name)
    )


def keys_of_custodians() -> dict[int, str]:
    """Return the public keys of the custodians who can act."""
    rows = db.session.execute(_select_custodians())
    return {row[0].member_id: row[0].public_key for row in rows if row[0].public_key}


def list_custodians(*, by: Person) -> list[CustodianCard]:
    """Return the custodians, by name."""
    require(may_see_custodians(by))
    return [
        CustodianCard(
            member.id, member.handle, member.name, bool(custodian.public_key), member.picture
        )
        for custodian, member in db.session.execute(_select_custodians())
    ]


def find_custodian(person: Person) -> Custodian | None:
    """Return the person's own row as a custodian, if they are one."""
    if not person.is_member or person.role is Role.HOST:
        return None
    return db.session.get(Custodian, person.member_id)


def get_own_custodian(person: Person) -> Custodian:
    """Return the person's own row as a custodian. Raises NotFound for who is none."""
    custodian = find_custodian(person)
    if custodian is None:
        raise NotFound
    return custodian


def pairs_of(pseudonym_id: int) -> frozenset[tuple[int, int]]:
    """Return the pairs of custodians for whom a pseudonym is sealed."""
    query = select(PseudonymShare.first_id, PseudonymShare.second_id)
    rows = db.session.execute(query.where(PseudonymShare.pseudonym_id == pseudonym_id))
    return frozenset((row.first_id, row.second_id) for row in rows)


def sealed_for(pseudonym: Pseudonym) -> Sealed:
    """Return whether two who are custodians today could lift a pseudonym, and who came later."""
    today, pairs = keys_of_custodians(), pairs_of(pseudonym.member_id)
    is_liftable = any(first in today and second in today for first, second in pairs)
    if pseudonym.sealed_member is None or pseudonym.sealed_key is None:
        return Sealed(is_liftable=is_liftable)
    wanted = set(combinations(sorted(today), 2)) - pairs
    known = {id_ for pair in pairs for id_ in pair}
    later = {id_ for pair in wanted for id_ in pair}
    query = select(Member.name).where(Member.id.in_((later - known) or later))
    return Sealed(is_liftable, tuple(sorted(db.session.scalars(query))))


def shares_of(pseudonym_id: int, member_id: int) -> dict[int, tuple[PseudonymShare, str]]:
    """Return, by the other custodian, the shares of which this one has a half, and that half."""
    query = select(PseudonymShare).where(PseudonymShare.pseudonym_id == pseudonym_id)
    found = {}
    for share in db.session.scalars(query):
        if share.first_id == member_id:
            found[share.second_id] = (share, share.first_box)
        elif share.second_id == member_id:
            found[share.first_id] = (share, share.second_box)
    return found


def get_nomination(act_id: int, *, by: Person) -> PairAct:
    """Return a proposal of a custodian. Raises NotFound."""
    return get_pair_act(kind_named(NOMINATION), act_id, by=by)


def list_nominations(*, by: Person) -> list[Nomination]:
    """Return the proposals of custodians that wait, for those who decide about them."""
    kind = kind_named(NOMINATION)
    acts = [act for act in list_pair_acts(kind, by=by) if is_pair_waiting(act, now())]
    ids = {act.subject_id for act in acts} | {act.asked_by_id for act in acts}
    names = dict(db.session.execute(select(Member.id, Member.name).where(Member.id.in_(ids))).all())
    return [
        Nomination(act, names.get(act.subject_id or 0, ""), names.get(act.asked_by_id, ""))
        for act in acts
    ]
