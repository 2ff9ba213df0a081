"""Guests of a thread: invite, let in, prolong, end."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.events import InvitationWithdrawn
from forum.accounts.identity import load_person
from forum.accounts.models import Invitation
from forum.accounts.operations.invitations import Invited
from forum.accounts.operations.invitations import invite_guest as send_invitation
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import Person
from forum.discussion.events import GuestInvited, VisitChanged
from forum.discussion.models import Post, Thread, ThreadInvitation, ThreadPerson
from forum.discussion.operations.labels import AUTHORS_DECIDE
from forum.discussion.queries.entries import others_have_entries
from forum.discussion.queries.guests import (
    find_visit,
    get_waiting_invitation,
    thread_of_invitation,
    waiting_guests,
)
from forum.discussion.queries.readers import label_of
from forum.discussion.rules import may_change_visit, may_invite_guest, may_see_thread
from forum.discussion.values.labels import Readers
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.text import fold
from forum.kernel.verdicts import require

NOT_COVERED = "Please make sure first: without that, nobody from outside may read of this case."
LONGEST_VISIT = timedelta(days=366)


def invite_guest(
    thread: Thread,
    *,
    email: str,
    note: str,
    until: datetime | None,
    by: Person,
    is_covered: bool = False,
) -> Invited:
    """Invite somebody from outside into one thread, until a moment.

    They would be one more reader than others wrote for: where the thread is not open to all
    members, or others wrote in it and no facilitator decides, only its authors can let them in.
    Of a case its author says that what was declared of it covers such a reader: `is_covered`.
    """
    require(may_invite_guest(by, thread))
    _need_authors(thread, by)
    if label_of(thread).is_case and not is_covered:
        raise Invalid("covers", NOT_COVERED)
    until = _check_end(until)
    if fold(email.strip()) in {fold(one.email) for one in waiting_guests(thread, by=by)}:
        raise Invalid("email", "This address is invited already: withdraw that invitation first.")
    invited = send_invitation(email=email, note=note, until=until, by=by)
    invitation_id = invited.invitation.id
    db.session.add(ThreadInvitation(invitation_id=invitation_id, thread_id=thread.id))
    db.session.flush()
    announce(
        GuestInvited(thread_id=thread.id, invitation_id=invitation_id, until=until, by_id=by.id)
    )
    return invited


def withdraw_guest_invitation(thread: Thread, invitation_id: int, *, by: Person) -> None:
    """Invite somebody no longer."""
    invitation = get_waiting_invitation(thread, invitation_id, by=by)
    invitation.withdrawn_at = now()
    announce(InvitationWithdrawn(invitation_id=invitation.id, by_id=by.id))


def let_in(member_id: int, invitation_id: int) -> None:
    """Open the thread to a guest who has followed an invitation; a visit is never made shorter."""
    thread = thread_of_invitation(invitation_id)
    invitation = db.session.get_one(Invitation, invitation_id)
    if thread is None or invitation.until is None:
        return
    if not may_see_thread(load_person(invitation.invited_by_id), thread):
        # Who lost the thread meanwhile opens it to nobody.
        return
    row = db.session.get(ThreadPerson, (thread.id, member_id))
    if row is None:
        row = ThreadPerson(thread_id=thread.id, member_id=member_id)
        db.session.add(row)
    row.until = max(filter(None, [invitation.until, row.until]))
    row.added_by_id, row.joined_at, row.left_at = invitation.invited_by_id, now(), None
    _changed(thread, row, by_id=None)


def prolong_visit(thread: Thread, member_id: int, until: datetime | None, *, by: Person) -> None:
    """Let a visit end at another moment; a longer one asks what an invitation asks."""
    row = find_visit(thread, member_id)
    require(may_change_visit(by, thread, invited_by_id=row.added_by_id))
    until = _check_end(until)
    if row.until is None or until > row.until:
        require(may_invite_guest(by, thread))
        _need_authors(thread, by, but=member_id)
    row.until = until
    _changed(thread, row, by_id=by.id)


def end_visit(thread: Thread, member_id: int, *, by: Person) -> None:
    """End a visit now: from this moment on the guest meets the thread nowhere."""
    row = find_visit(thread, member_id)
    require(may_change_visit(by, thread, invited_by_id=row.added_by_id))
    row.until = min(filter(None, [now(), row.until]))
    _changed(thread, row, by_id=by.id)


def _changed(thread: Thread, row: ThreadPerson, *, by_id: int | None) -> None:
    db.session.flush()
    raise_own_stamps([row.member_id])
    assert row.until is not None  # noqa: S101 -- a visit has an end
    announce(
        VisitChanged(thread_id=thread.id, member_id=row.member_id, until=row.until, by_id=by_id)
    )


def _need_authors(thread: Thread, by: Person, *, but: int | None = None) -> None:
    """Raise Invalid where others wrote for fewer readers."""
    if label_of(thread).readers is Readers.MEMBERS and by.facilitates(thread.category_id):
        return
    mine = [by.id or 0, but or 0]
    others = select(Post.id).where(
        Post.thread_id == thread.id,
        Post.author_id.not_in(mine),
        Post.withdrawn_at.is_(None),
    )
    is_written_by_others = db.session.scalar(others.limit(1)) is not None
    if is_written_by_others or others_have_entries(thread.id, but=mine):
        raise Invalid("email" if but is None else "until", AUTHORS_DECIDE)


def _check_end(until: datetime | None) -> datetime:
    if until is None:
        raise Invalid("until", "Please say until when.")
    if until <= now():
        raise Invalid("until", "This date is past: choose one that is still to come.")
    if until > now() + LONGEST_VISIT:
        raise Invalid("until", "Please choose a date within a year: a visit can be prolonged.")
    return until
