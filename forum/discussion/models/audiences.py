"""Who may read a thread by name, and what was done about that.

A thread in no category is a conversation: these rows alone open it. Each row that changes raises
the stamps of the members whom it concerns (see operations/audiences.py).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values import AudienceAct
from forum.kernel.db import Base, Word


class ThreadPerson(Base):
    """A member to whom a thread is open by name, or was until they left.

    Who has left is out, even where a group of theirs is in.
    """

    __tablename__ = "thread_people"
    __table_args__ = (Index("ix_thread_people_member", "member_id", "thread_id"),)

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    """When a guest's visit ends; from that moment on it opens nothing, though the row stays."""

    @classmethod
    def holds(cls, moment: datetime) -> ColumnElement[bool]:
        """Ask whether the thread is open to the member by this row at the moment."""
        return and_(cls.left_at.is_(None), or_(cls.until.is_(None), cls.until > moment))


class ThreadInvitation(Base):
    """The thread to which an invitation leads a guest."""

    __tablename__ = "thread_invitations"

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)


class ThreadGroup(Base):
    """A group to whose members of today a thread is open."""

    __tablename__ = "thread_groups"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    joined_at: Mapped[datetime]


class AudienceChange(Base):
    """Somebody who came in or left: a small line in the thread, for those who can read it."""

    __tablename__ = "thread_audience_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    after_number: Mapped[int]
    """The number of the last post at that moment: the line stands below it."""
    act: Mapped[AudienceAct] = mapped_column(Word(AudienceAct))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    group_name: Mapped[str] = mapped_column(String(60), default="")
    """As the group was called then: it may be gone since."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    at: Mapped[datetime]


class PutAway(Base):
    """A conversation that a member has put into their archive, until it goes on."""

    __tablename__ = "conversations_put_away"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_number: Mapped[int]
    """The thread's last post at that moment; a later one brings it back."""
    put_away_at: Mapped[datetime]
