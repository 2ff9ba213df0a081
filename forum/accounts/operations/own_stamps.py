"""The stamps of members: raised when something opens or closes to one of them by name."""

from collections.abc import Collection

from sqlalchemy import select, update

from forum.accounts.models import Member
from forum.kernel.db import db
from forum.kernel.stamps import OWN, mark_changed

AT_ONCE = 500


def raise_own_stamps(member_ids: Collection[int]) -> None:
    """Let what is these members' own be read anew from the next request on."""
    mark_changed(OWN)
    ids = sorted(set(member_ids))
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        # Taken in one order everywhere, so that two acts never wait for each other.
        rows = select(Member.id).where(Member.id.in_(some)).order_by(Member.id)
        db.session.execute(rows.with_for_update(key_share=True))
        db.session.execute(
            update(Member).where(Member.id.in_(some)).values(own_stamp=Member.own_stamp + 1),
            execution_options={"synchronize_session": False},
        )
