"""What a thread's authors are asked about its label, as one of them or another reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import Group, Member
from forum.accounts.slots import Need, Section
from forum.accounts.values import Person
from forum.discussion.models import (
    Loosening,
    LooseningAnswer,
    LooseningGroup,
    LooseningPerson,
    Thread,
)
from forum.discussion.queries.threads import exists_for
from forum.discussion.values.labels import Life, MoreReaders, Reuse
from forum.kernel.db import db


@dataclass(frozen=True, slots=True)
class LooseningCard:
    """A looser label that somebody asks for, as the page of the label shows it."""

    reuse: Reuse
    life: Life
    because: str
    asked_by_id: int
    asked_by: str
    closes_at: datetime
    asked: int
    answered: int
    is_asked: bool
    agrees: bool | None
    readers: MoreReaders | None
    """Who else is to read it."""
    people: tuple[str, ...]
    """Of those to be named: their handles, and the names of groups."""
    groups: tuple[str, ...]


def find_loosening(thread: Thread, *, by: Person) -> LooseningCard | None:
    """Return what is asked about a thread that was fetched for the person; who said what is theirs."""
    row = db.session.execute(
        select(Loosening, Member.name)
        .join(Member, Member.id == Loosening.asked_by_id)
        .where(Loosening.thread_id == thread.id)
    ).first()
    if row is None:
        return None
    asked, name = row
    of_thread = LooseningAnswer.thread_id == thread.id
    counted = select(func.count(), func.count(LooseningAnswer.agrees)).where(of_thread)
    count, answered = db.session.execute(counted).one()
    own = db.session.get(LooseningAnswer, (thread.id, by.id)) if by.is_member else None
    return LooseningCard(
        reuse=asked.reuse,
        life=asked.life,
        because=asked.because,
        asked_by_id=asked.asked_by_id,
        asked_by=name,
        closes_at=asked.closes_at,
        asked=count,
        answered=answered,
        is_asked=own is not None,
        agrees=own.agrees if own else None,
        readers=asked.readers,
        people=tuple(
            db.session.scalars(
                select(Member.handle)
                .join(LooseningPerson, LooseningPerson.member_id == Member.id)
                .where(LooseningPerson.thread_id == thread.id)
                .order_by(Member.handle_key)
            )
        ),
        groups=_names_of_groups(thread.id, by),
    )


def _names_of_groups(thread_id: int, person: Person) -> tuple[str, ...]:
    """Return the names of the groups that are to be let in; of hidden circles to those in them."""
    query = (
        select(Group.id, Group.name, Group.is_hidden)
        .join(LooseningGroup, LooseningGroup.group_id == Group.id)
        .where(LooseningGroup.thread_id == thread_id)
        .order_by(Group.name)
    )
    rows = db.session.execute(query).all()
    return tuple(
        "a circle" if row.is_hidden and row.id not in person.groups else row.name for row in rows
    )


def loosenings_to_answer(person: Person) -> Sequence[Section]:
    """Return the threads whose label somebody asks the person to loosen."""
    query = (
        select(Thread.id, Thread.title, Loosening.asked_at, Member.name)
        .join(Loosening, Loosening.thread_id == Thread.id)
        .join(LooseningAnswer, LooseningAnswer.thread_id == Thread.id)
        .join(Member, Member.id == Loosening.asked_by_id)
        .where(
            LooseningAnswer.member_id == (person.id or 0),
            LooseningAnswer.agrees.is_(None),
            exists_for(person),
        )
        .order_by(Loosening.closes_at)
        .limit(20)
    )
    needs = [
        Need(
            title=row.title,
            address=f"/t/{row.id}/label",
            about=f"{row.name} asks whether the label may be looser.",
            at=row.asked_at,
        )
        for row in db.session.execute(query)
    ]
    return [Section("You are asked about a label", needs, 30)]
