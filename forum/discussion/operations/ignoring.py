"""Ignoring a member, and hearing from them again."""

from forum.accounts.models import Member
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.rules import may_see_member
from forum.accounts.values import Person
from forum.discussion.events import IgnoringEnded, MemberIgnored
from forum.discussion.models import IgnoredMember
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require

MOST_IGNORED = 500


def ignore_member(member: Member, *, by: Person) -> bool:
    """Fold the member's posts for oneself and be told nothing of them; False when done already."""
    require(may_see_member(by, member))
    if member.id == by.member_id:
        raise Invalid("handle", "You cannot ignore yourself.")
    if len(by.ignored) >= MOST_IGNORED:
        raise Invalid("handle", f"You can ignore at most {MOST_IGNORED} members.")
    if db.session.get(IgnoredMember, (by.member_id, member.id)) is not None:
        return False
    row = insert_into(IgnoredMember).values(
        member_id=by.member_id, ignored_id=member.id, since=now()
    )
    db.session.execute(row.on_conflict_do_nothing())
    raise_own_stamps([by.member_id])
    announce(MemberIgnored(member_id=by.member_id, ignored_id=member.id))
    return True


def stop_ignoring(member: Member, *, by: Person) -> bool:
    """Let oneself hear from the member again; False when they are not ignored."""
    require(may_see_member(by, member))
    row = db.session.get(IgnoredMember, (by.member_id, member.id))
    if row is None:
        return False
    db.session.delete(row)
    db.session.flush()
    raise_own_stamps([by.member_id])
    announce(IgnoringEnded(member_id=by.member_id, ignored_id=member.id))
    return True
