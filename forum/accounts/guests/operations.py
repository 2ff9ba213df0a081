"""What becomes of guests."""

from forum.accounts.events import RoleChanged
from forum.accounts.models import Member
from forum.accounts.rules import may_make_member
from forum.accounts.values import Person, Role
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def make_member(guest: Member, *, by: Person) -> None:
    """Make a guest a member, who keeps what was opened to them until it ends."""
    require(may_make_member(by, guest))
    before, guest.role = guest.role, Role.MEMBER
    announce(
        RoleChanged(member_id=guest.id, by_id=by.id, before=str(before), after=str(Role.MEMBER))
    )
