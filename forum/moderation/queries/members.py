"""Members as those see them who may silence and suspend them."""

from forum.accounts.models import Member
from forum.accounts.queries import get_member
from forum.accounts.values import Person
from forum.kernel.db import db, is_writing
from forum.kernel.verdicts import require
from forum.moderation.rules import may_open_community_acts


def get_member_to_sanction(handle: str, *, by: Person) -> Member:
    """Return a member, locked for the change when there is one.

    Raises NotFound, also for those who do not look after the whole community.
    """
    require(may_open_community_acts(by))
    member = get_member(handle, by=by)
    if is_writing():
        db.session.refresh(member, with_for_update=True)
    return member
