"""Acts on claims: make one, grant or refuse one."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.operations.placeholders import give_placeholder
from forum.accounts.queue.operations import open_item, settle_item
from forum.accounts.values import Person
from forum.admin.claims.events import ClaimDecided, ClaimMade
from forum.admin.claims.models import Claim
from forum.admin.claims.queries import find_waiting_claim
from forum.admin.claims.rules import may_claim, may_decide_claim
from forum.admin.claims.values import CLAIM, TOLD
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

OTHERS_GOT_IT = "The posts were given to another member who claimed them."


def claim_posts(placeholder: Member, *, by: Person, because: str) -> bool:
    """Ask to be made the author of what a placeholder wrote; False when it was asked already."""
    require(may_claim(by, placeholder))
    because = need_reason(because)
    if find_waiting_claim(placeholder, by.member_id):
        return False
    claim = Claim(
        placeholder_id=placeholder.id, member_id=by.member_id, because=because, asked_at=now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(claim)
    except IntegrityError:
        # The second click of a double click: the first one has asked.
        return False
    open_item(CLAIM, claim.id, "claimed archived posts", by_id=by.member_id)
    announce(ClaimMade(claim_id=claim.id, placeholder_id=placeholder.id, member_id=by.member_id))
    return True


def grant_claim(claim: Claim, *, by: Person) -> None:
    """Make the claimant the author; other claims to the same posts are refused.

    Raises Conflict when the claim was decided meanwhile.
    """
    require(may_decide_claim(by, claim))
    _take(claim)
    placeholder = db.session.get_one(Member, claim.placeholder_id)
    give_placeholder(placeholder, db.session.get_one(Member, claim.member_id), by=by)
    _decide(claim, by=by, is_granted=True, answer="")
    others = select(Claim).where(
        Claim.placeholder_id == claim.placeholder_id, Claim.decided_at.is_(None)
    )
    for other in db.session.scalars(others).all():
        _decide(other, by=by, is_granted=False, answer=OTHERS_GOT_IT)


def refuse_claim(claim: Claim, *, by: Person, because: str) -> None:
    """Leave the posts as they are; the claimant is told why.

    Raises Conflict when the claim was decided meanwhile.
    """
    require(may_decide_claim(by, claim))
    because = need_reason(because)
    _take(claim)
    _decide(claim, by=by, is_granted=False, answer=because)


def _take(claim: Claim) -> None:
    """Let one of two facilitators decide who look at the same claim."""
    taken = db.session.execute(
        update(Claim)
        .where(Claim.id == claim.id, Claim.decided_at.is_(None))
        .values(decided_at=now())
        .returning(Claim.id)
    ).first()
    if taken is None:
        raise Conflict("Another facilitator has decided about this claim meanwhile.")
    db.session.refresh(claim)


def _decide(claim: Claim, *, by: Person, is_granted: bool, answer: str) -> None:
    claim.decided_at = claim.decided_at or now()
    claim.decided_by_id = by.id
    claim.is_granted, claim.answer = is_granted, answer
    placeholder = db.session.get_one(Member, claim.placeholder_id)
    name = "claim_granted" if is_granted else "claim_refused"
    member = db.session.get_one(Member, claim.member_id)
    tell(member, name, claim=claim, placeholder=placeholder)
    settle_item(CLAIM, claim.id, TOLD["grant" if is_granted else "refuse"], by_id=by.id)
    announce(ClaimDecided(claim_id=claim.id, by_id=by.id, is_granted=is_granted, because=answer))
