"""Guests of threads: who is invited, until when, and by whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import Invitation, Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread, ThreadInvitation, ThreadPerson
from forum.discussion.rules import may_invite_guest, may_see_thread
from forum.discussion.rules.threads import has_expired
from forum.discussion.values import MemberCard
from forum.discussion.values.guests import GuestCard, PastVisit, WaitingGuest
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require

_BY = aliased(Member)
_GUESTS = (
    select(
        Member.id,
        Member.handle,
        Member.name,
        Member.picture,
        ThreadPerson.until,
        _BY.id.label("by_id"),
        _BY.handle.label("by_handle"),
        _BY.name.label("by_name"),
    )
    .join(Member, Member.id == ThreadPerson.member_id)
    .outerjoin(_BY, _BY.id == ThreadPerson.added_by_id)
    .where(ThreadPerson.until.is_not(None), ThreadPerson.left_at.is_(None))
    .order_by(ThreadPerson.joined_at, Member.id)
)


def guests_of(thread: Thread, *, by: Person) -> list[GuestCard]:
    """Return the guests of a thread that the person may see, those whose visit lasts."""
    require(may_see_thread(by, thread))
    query = _GUESTS.where(ThreadPerson.thread_id == thread.id, ThreadPerson.until > now())
    return [
        GuestCard(
            MemberCard(row.id, row.handle, row.name, row.picture),
            row.until,
            MemberCard(row.by_id, row.by_handle, row.by_name) if row.by_id else None,
        )
        for row in db.session.execute(query)
    ]


def find_visit(thread: Thread, member_id: int) -> ThreadPerson:
    """Return the visit of a guest to a thread that was fetched for a person. Raises NotFound."""
    row = db.session.get(ThreadPerson, (thread.id, member_id))
    if row is None or row.until is None or row.left_at is not None:
        raise NotFound
    return row


def visits_to(thread_id: int) -> dict[int, tuple[datetime, int | None]]:
    """Return until when and by whom there are guests in a thread, those of the past among them."""
    query = select(ThreadPerson.member_id, ThreadPerson.until, ThreadPerson.added_by_id).where(
        ThreadPerson.thread_id == thread_id,
        ThreadPerson.until.is_not(None),
        ThreadPerson.left_at.is_(None),
    )
    return {row.member_id: (row.until, row.added_by_id) for row in db.session.execute(query)}


def waiting_guests(thread: Thread, *, by: Person) -> list[WaitingGuest]:
    """Return who is invited into the thread and has not come, for those who may invite there."""
    if not may_invite_guest(by, thread):
        return []
    query = (
        select(Invitation.id, Invitation.email, Invitation.until, Invitation.expires_at)
        .join(ThreadInvitation, ThreadInvitation.invitation_id == Invitation.id)
        .where(
            ThreadInvitation.thread_id == thread.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(Invitation.id)
    )
    return [
        WaitingGuest(row.id, row.email or "", row.until, min(row.until, row.expires_at) <= now())
        for row in db.session.execute(query)
    ]


def get_waiting_invitation(thread: Thread, invitation_id: int, *, by: Person) -> Invitation:
    """Return an invitation into the thread that nobody has followed. Raises NotFound."""
    require(may_invite_guest(by, thread))
    if invitation_id not in {one.invitation_id for one in waiting_guests(thread, by=by)}:
        raise NotFound
    return get_row(Invitation, invitation_id)


def thread_of_invitation(invitation_id: int) -> Thread | None:
    """Return the thread to which an invitation leads, for who holds its link."""
    row = db.session.get(ThreadInvitation, invitation_id)
    thread = db.session.get(Thread, row.thread_id) if row else None
    return None if thread is None or has_expired(thread) else thread


def past_visit_of(person: Person) -> PastVisit | None:
    """Return when and by whom a guest was invited last."""
    query = (
        select(ThreadPerson.until, Member.name)
        .outerjoin(Member, Member.id == ThreadPerson.added_by_id)
        .where(ThreadPerson.member_id == person.member_id, ThreadPerson.until.is_not(None))
        .order_by(ThreadPerson.until.desc())
    )
    row = db.session.execute(query.limit(1)).first()
    return PastVisit(row.until, row.name or "", row.until <= now()) if row else None


def open_threads(person: Person) -> Sequence[tuple[Thread, datetime | None]]:
    """Return the threads that are open to a guest, with the end of each visit, the newest first."""
    rows = db.session.execute(
        select(Thread, ThreadPerson.until)
        .outerjoin(
            ThreadPerson,
            (ThreadPerson.thread_id == Thread.id) & (ThreadPerson.member_id == person.member_id),
        )
        .where(Thread.id.in_(person.grants.opened))
        .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
    ).all()
    return [(thread, until) for thread, until in rows if may_see_thread(person, thread)]


def meets(person: Person, member_id: int) -> bool:
    """Tell whether a guest reads something of this member, or was invited by them."""
    wrote = select(Post.id).where(
        Post.author_id == member_id,
        Post.thread_id.in_(person.grants.opened),
        Post.withdrawn_at.is_(None),
    )
    if db.session.scalar(wrote.limit(1)) is not None:
        return True
    invited = select(ThreadPerson.thread_id).where(
        ThreadPerson.member_id == person.member_id,
        ThreadPerson.added_by_id == member_id,
        ThreadPerson.holds(now()),
    )
    if db.session.scalar(invited.limit(1)) is not None:
        return True
    named = select(ThreadPerson.thread_id).where(
        ThreadPerson.member_id == member_id,
        ThreadPerson.thread_id.in_(person.grants.opened),
        ThreadPerson.holds(now()),
    )
    return db.session.scalar(named.limit(1)) is not None
