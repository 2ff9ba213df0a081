"""Seeing to posts that nobody has answered: claiming them, and asking members to look."""

from sqlalchemy import select

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.facilitation.asks.events import MemberNudged
from forum.facilitation.asks.models import Nudge, ReplyClaim
from forum.facilitation.asks.queries.helping import suggest_members
from forum.facilitation.asks.queries.waiting import claim_on
from forum.facilitation.asks.rules import may_see_to, may_take_claim
from forum.facilitation.asks.values import NUDGE_PAUSE
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require

NOT_NOW = "This member cannot be asked just now. The list shows who can."


def claim_reply(post: Post, *, by: Person) -> bool:
    """Keep a post that waits to oneself for two days; False when one has it already.

    Raises Conflict when somebody else was quicker.
    """
    require(may_see_to(by, post.thread))
    claim = claim_on(post.id)
    verdict = may_take_claim(by, claim)
    if not verdict:
        raise Conflict(verdict.because)
    if claim is not None:
        return False
    put_claim(post.id, by.member_id)
    return True


def put_claim(post_id: int, member_id: int) -> None:
    """Write a claim in place of one that has ended; who may do so was asked before."""
    facts = {"member_id": member_id, "claimed_at": now()}
    statement = insert_into(ReplyClaim).values(post_id=post_id, **facts)
    db.session.execute(statement.on_conflict_do_update(index_elements=["post_id"], set_=facts))


def release_reply(post: Post, *, by: Person) -> bool:
    """Leave to others what one has claimed; False when one has not."""
    require(may_see_to(by, post.thread))
    row = db.session.get(ReplyClaim, post.id)
    if row is None or row.member_id != by.id:
        return False
    db.session.delete(row)
    db.session.flush()
    return True


def nudge(thread: Thread, handle: str, *, by: Person) -> Member:
    """Ask a member who offers help on the topic to look at the thread, and return them.

    Raises Invalid, with the same sentence whatever the reason, for who is not suggested.
    """
    require(may_see_to(by, thread))
    suggested = {
        helper.member.handle: helper.member.id for helper in suggest_members(thread, by=by)
    }
    if handle not in suggested:
        raise Invalid("handle", NOT_NOW)
    query = select(Member).where(Member.id == suggested[handle]).with_for_update()
    member = db.session.scalars(query).one()
    # Two facilitators may have had the same thought: the lock lets the second one see the first.
    lately = select(Nudge.id).where(Nudge.member_id == member.id, Nudge.at > now() - NUDGE_PAUSE)
    if db.session.scalar(lately.limit(1)) is not None or not load_person(member.id).is_member:
        raise Invalid("handle", NOT_NOW)
    db.session.add(Nudge(thread_id=thread.id, member_id=member.id, by_id=by.member_id, at=now()))
    db.session.flush()
    announce(MemberNudged(thread_id=thread.id, member_id=member.id, by_id=by.member_id))
    return member
