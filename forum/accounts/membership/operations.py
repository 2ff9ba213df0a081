"""Being listed or not, pausing one's membership, and leaving."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.circles.models import CircleInvitation, CircleRequest
from forum.accounts.events import GroupMemberRemoved, MemberDeactivated
from forum.accounts.membership.events import MemberLeft, MembershipPaused, PauseEnded
from forum.accounts.membership.queries import sole_convener_of
from forum.accounts.membership.rules import may_leave_community, may_pause
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.operations.confirmations import forget_confirmations
from forum.accounts.operations.members import count_other_hosts
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def choose_listing(member: Member, is_listed: bool, *, by: Person) -> None:
    """Let the member stand in the directory, or not."""
    require(may_pause(by, member))
    member.is_listed = is_listed


def pause_membership(member: Member, until: datetime, *, by: Person) -> None:
    """Let the member be away until a moment: they get no mail and are not called."""
    require(may_pause(by, member))
    if until <= now():
        raise Invalid("until", "This day is past. Please choose today or a later one.")
    member.paused_until = until
    announce(MembershipPaused(member_id=member.id, until=until))


def end_pause(member: Member, *, by: Person) -> bool:
    """Let the member be back before the end of their pause; False when they are."""
    require(may_pause(by, member))
    if not lasts(member.paused_until, now()):
        return False
    member.paused_until = None
    announce(PauseEnded(member_id=member.id))
    return True


def leave_community(member: Member, *, by: Person) -> None:
    """Let the member leave: they are signed out and out of every circle, their name stays.

    Who comes back later, by a host's hand, is let into circles anew or not at all.
    """
    names = sole_convener_of(member)
    others = count_other_hosts(member)
    require(may_leave_community(by, member, other_hosts=others, sole_convener_of=names))
    _leave_circles(member)
    member.standing = Standing.DEACTIVATED
    end_sign_ins(member)
    forget_confirmations(member)
    announce(MemberLeft(member_id=member.id))
    announce(MemberDeactivated(member_id=member.id, by_id=by.id, because="They have left."))


def _leave_circles(member: Member) -> None:
    query = (
        select(GroupMember)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.member_id == member.id, Group.slug.is_not(None))
    )
    for row in db.session.scalars(query).all():
        db.session.delete(row)
        announce(GroupMemberRemoved(group_id=row.group_id, member_id=member.id, by_id=member.id))
    for waiting in (CircleRequest, CircleInvitation):
        db.session.execute(delete(waiting).where(waiting.member_id == member.id))
