"""Prompts, what became of them on each day, and the days on which none goes out."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models import Thread
from forum.facilitation.prompts.values import Every, Outcome
from forum.kernel.db import Base, Word


class Prompt(Base):
    """A thread that a facilitator plans; each time it is their own thread."""

    __tablename__ = "prompts"
    __table_args__ = (Index("ix_prompts_next_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), index=True
    )
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """The second facilitator who is asked to look at it before it goes out."""
    title: Mapped[str] = mapped_column(String(255))
    body: Mapped[str] = mapped_column(Text)
    every: Mapped[Every] = mapped_column(Word(Every))
    weeks: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    clock: Mapped[time] = mapped_column(Time)
    """The hour in the community's zone."""
    next_on: Mapped[date | None]
    """The day on which it goes out next; none when it has gone out for the last time."""
    next_at: Mapped[datetime | None]
    """The moment of that day, for the worker."""
    issued: Mapped[int] = mapped_column(default=0)
    """How often it has gone out."""
    looked_on: Mapped[date | None]
    """The day for which the second facilitator has looked at it."""
    held_because: Mapped[str] = mapped_column(Text, default="")
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Who holds it: until somebody lets it go it does not go out."""
    stopped_at: Mapped[datetime | None]

    author: Mapped[Member] = relationship(foreign_keys=author_id)
    checker: Mapped[Member | None] = relationship(foreign_keys=checker_id)
    held_by: Mapped[Member | None] = relationship(foreign_keys=held_by_id)


class PromptIssue(Base):
    """What became of a prompt on one of its days: the row keeps it from going out twice."""

    __tablename__ = "prompt_issues"

    prompt_id: Mapped[int] = mapped_column(
        ForeignKey("prompts.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )

    thread: Mapped[Thread | None] = relationship()


class QuietDays(Base):
    """Days on which no prompt goes out: holidays, and weeks in which it shall be quiet."""

    __tablename__ = "quiet_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    words: Mapped[str] = mapped_column(String(200))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
