"""Guests of threads for tests, invited and let in through the operations."""

from datetime import datetime, timedelta

from forum.accounts.models import Invitation, Member
from forum.accounts.operations.invitations import come_again
from forum.accounts.values import Person, Role
from forum.discussion.models import Thread
from forum.discussion.operations.guests import end_visit, invite_guest
from forum.discussion.queries.threads import get_thread
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person


def invite_to(thread: Thread, email: str, *, by: Person, until: datetime | None = None) -> str:
    """Invite somebody by letter into a thread; return the secret of the link."""
    with unit_of_work():
        return invite_guest(
            get_thread(thread.id, by=by),
            email=email,
            note="",
            until=until or now() + timedelta(days=7),
            by=by,
            is_covered=True,
        ).secret


def make_guest(thread: Thread, handle: str, *, by: Person, until: datetime | None = None) -> Member:
    """Let a new guest into a thread."""
    member = make_member(handle, role=Role.GUEST)
    let_into(thread, member, by=by, until=until)
    return member


def let_into(thread: Thread, member: Member, *, by: Person, until: datetime | None = None) -> None:
    """Let somebody who is a guest already into a thread."""
    invite_to(thread, member.email or "", by=by, until=until)
    with unit_of_work():
        waiting = db.session.query(Invitation).filter_by(email=member.email, accepted_at=None).one()
        come_again(waiting, by=person(member))


def end_visit_of(thread: Thread, member: Member, *, by: Person) -> None:
    """End the visit of a guest now."""
    with unit_of_work():
        end_visit(get_thread(thread.id, by=by), member.id, by=by)
