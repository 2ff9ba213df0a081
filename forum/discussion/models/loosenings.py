"""What a thread's authors are asked: whether its label may be looser."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from forum.discussion.values.labels import Life, MoreReaders, Reuse
from forum.kernel.db import Base, Word


class Loosening(Base):
    """A looser label that somebody asks for; a thread has one at most, and none once it is decided."""

    __tablename__ = "loosenings"

    id: Mapped[int] = mapped_column(
        "thread_id", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    """Its thread's: there is one for a thread at most."""
    thread_id: Mapped[int] = synonym("id")
    reuse: Mapped[Reuse] = mapped_column(Word(Reuse))
    ends_on: Mapped[date | None]
    days_after_reply: Mapped[int | None]
    because: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    readers: Mapped[MoreReaders | None] = mapped_column(Word(MoreReaders))
    """Who else is to read it: all who see its category, or those whom the request names; None where
    the readers are to stay as they are."""

    @property
    def life(self) -> Life:
        """Return until when the thread is to live."""
        return Life(self.ends_on, self.days_after_reply)


class LooseningAnswer(Base):
    """What one of the authors says to it; nothing yet is neither yes nor no."""

    __tablename__ = "loosening_answers"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("loosenings.thread_id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    agrees: Mapped[bool | None]
    answered_at: Mapped[datetime | None]


class LooseningPerson(Base):
    """A member to whom the thread is to be open, once those who wrote in it agree."""

    __tablename__ = "loosening_people"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("loosenings.thread_id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class LooseningGroup(Base):
    """A group to whose members the thread is to be open, once those who wrote in it agree."""

    __tablename__ = "loosening_groups"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("loosenings.thread_id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
