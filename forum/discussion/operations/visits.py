"""What becomes of visits and of invitations to them when a thread is opened to others."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from forum.accounts.models import Invitation
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.discussion.models import ThreadInvitation, ThreadPerson
from forum.kernel.clock import now
from forum.kernel.db import db


def go_on_with_visits(thread_id: int, visits: Mapping[int, tuple[datetime, int | None]]) -> None:
    """Let those who were guests, and are named again, stay guests of who invited them."""
    for member_id, (until, by_id) in visits.items():
        row = db.session.get(ThreadPerson, (thread_id, member_id))
        if row is not None:
            row.until, row.added_by_id = until, by_id
    db.session.flush()


def end_all_visits(thread_id: int) -> None:
    """Let no guest meet the thread from now on, and nobody come who was invited."""
    moment = now()
    lasting = (ThreadPerson.thread_id == thread_id, ThreadPerson.until > moment)
    rows = db.session.scalars(select(ThreadPerson).where(*lasting)).all()
    for row in rows:
        row.until = moment
    db.session.flush()
    raise_own_stamps([row.member_id for row in rows])
    void_invitations(thread_id)


def void_invitations(thread_id: int) -> None:
    """Let what guests were invited to, and have not followed yet, lead nowhere any more."""
    here = select(ThreadInvitation.invitation_id).where(ThreadInvitation.thread_id == thread_id)
    waiting = (Invitation.id.in_(here), Invitation.accepted_at.is_(None))
    db.session.execute(
        update(Invitation)
        .where(*waiting, Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
    )
