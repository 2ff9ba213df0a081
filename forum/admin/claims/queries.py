"""Reads of claims."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.admin.claims.models import CLAIMS, Claim
from forum.admin.claims.rules import may_decide_claim, may_see_claims
from forum.admin.claims.values import ClaimLine
from forum.kernel.db import AnySelect, db, get_row
from forum.kernel.stamps import StampedCache
from forum.kernel.verdicts import require

MOST_SHOWN = 200


def find_waiting_claim(placeholder: Member, member_id: int) -> Claim | None:
    """Return the member's claim to the placeholder that nobody has decided yet."""
    query = select(Claim).where(
        Claim.placeholder_id == placeholder.id,
        Claim.member_id == member_id,
        Claim.decided_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()


def count_waiting_claims(person: Person) -> int:
    """Return how many claims wait for this person to decide."""
    return _waiting.get(person.member_id)


def _count_waiting(member_id: int) -> int:
    query = select(func.count()).where(Claim.decided_at.is_(None), Claim.member_id != member_id)
    return db.session.scalar(query) or 0


_waiting: StampedCache[int, int] = StampedCache(_count_waiting, stamp=CLAIMS)


def list_waiting_claims(*, by: Person) -> list[ClaimLine]:
    """Return the claims that wait, oldest first, for those who may decide."""
    return lines_of_claims(Claim.decided_at.is_(None), by=by)


def lines_of_claims(which: ColumnElement[bool], *, by: Person) -> list[ClaimLine]:
    """Return some claims, oldest first, for those who may decide."""
    require(may_see_claims(by))
    return [
        ClaimLine(claim, placeholder, member, may_decide_claim(by, claim))
        for claim, placeholder, member in db.session.execute(_lines(which).limit(MOST_SHOWN))
    ]


def get_claim(claim_id: int, *, by: Person) -> Claim:
    """Return a claim for those who may decide about claims. Raises NotFound."""
    require(may_see_claims(by))
    return get_row(Claim, claim_id)


def get_claim_line(claim_id: int, *, by: Person) -> ClaimLine:
    """Return a claim with the two members whom it concerns. Raises NotFound."""
    claim = get_claim(claim_id, by=by)
    found, placeholder, member = db.session.execute(_lines(Claim.id == claim.id)).one()
    return ClaimLine(found, placeholder, member, may_decide_claim(by, claim))


def _lines(which: ColumnElement[bool]) -> AnySelect:
    placeholder, member = aliased(Member), aliased(Member)
    return (
        select(Claim, placeholder, member)
        .join(placeholder, placeholder.id == Claim.placeholder_id)
        .join(member, member.id == Claim.member_id)
        .where(which)
        .order_by(Claim.id)
    )
