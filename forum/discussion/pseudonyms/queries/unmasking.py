"""Reads of what custodians were asked, and of what authors are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.pseudonyms.models import (
    Pseudonym,
    Unmasking,
    UnmaskingNotice,
)
from forum.discussion.pseudonyms.queries.custodians import find_custodian, get_own_custodian
from forum.discussion.pseudonyms.rules import (
    may_unmask,
)
from forum.discussion.pseudonyms.values import Notice
from forum.discussion.rules import may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db, get_row, is_writing
from forum.kernel.sealing import unseal
from forum.kernel.verdicts import require

NOTICE = "notices of lifted pseudonyms"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a wish to lift a pseudonym is about."""

    title: str
    name: str
    post: Post | None


def has_measures(pseudonym: Pseudonym) -> bool:
    """Tell whether facilitators have muted the pseudonym, or withdrawn a post of it."""
    taken = select(func.count()).where(
        Post.author_id == pseudonym.member_id,
        Post.withdrawn_at.is_not(None),
        Post.withdrawn_by_id != pseudonym.member_id,
    )
    return bool(pseudonym.muted_because) or bool(db.session.scalar(taken))


def get_unmasking(unmasking_id: int, *, by: Person) -> Unmasking:
    """Return a wish to lift a pseudonym for a custodian who may see its thread. Raises NotFound."""
    unmasking = get_row(Unmasking, unmasking_id)
    thread = db.session.get_one(Thread, unmasking.thread_id)
    require(may_unmask(by, thread, is_custodian=find_custodian(by) is not None))
    if is_writing():
        db.session.refresh(unmasking, with_for_update=True)
    return unmasking


def list_unmaskings(*, by: Person) -> Sequence[Unmasking]:
    """Return what custodians have asked, the newest first, in threads that this one may see."""
    get_own_custodian(by)
    rows = db.session.scalars(select(Unmasking).order_by(Unmasking.id.desc()).limit(100)).all()
    threads = {row.thread_id: db.session.get_one(Thread, row.thread_id) for row in rows}
    return [row for row in rows if may_see_thread(by, threads[row.thread_id])]


def find_waiting_unmasking(pseudonym: Pseudonym) -> Unmasking | None:
    """Return what was asked about the pseudonym already and still waits."""
    query = select(Unmasking).where(
        Unmasking.pseudonym_id == pseudonym.member_id,
        Unmasking.decided_at.is_(None),
        Unmasking.lapses_at > now(),
    )
    return db.session.scalars(query.limit(1)).first()


def list_notices(*, by: Person) -> list[Notice]:
    """Return what the member is told about pseudonyms of theirs that were lifted."""
    query = select(UnmaskingNotice).where(UnmaskingNotice.member_id == by.member_id)
    rows = db.session.scalars(query.order_by(UnmaskingNotice.id)).all()
    return [Notice(row.id, (unseal(row.sealed, NOTICE) or "").partition(" ")[2]) for row in rows]


def thing_of(unmasking: Unmasking) -> Thing:
    """Return what a wish to lift a pseudonym is about; `post` is None when that is gone."""
    post = db.session.get(Post, unmasking.post_id) if unmasking.post_id else None
    row = db.session.get(Member, unmasking.pseudonym_id) if unmasking.pseudonym_id else None
    title = db.session.get_one(Thread, unmasking.thread_id).title
    return Thing(title, row.name if row else "an erased pseudonym", post)


def names_behind(unmasking: Unmasking) -> dict[int, str]:
    """Return the names of the custodians who asked and decided."""
    ids = [unmasking.asked_by_id, unmasking.decided_by_id or 0]
    rows = db.session.execute(select(Member.id, Member.name).where(Member.id.in_(ids)))
    return {row.id: row.name for row in rows}
