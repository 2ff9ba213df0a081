"""Rounds, their turns, and what members keep for themselves beside them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Group, Member
from forum.facilitation.rounds.values import Happened, TurnState, Way
from forum.kernel.db import Base, Word


class Round(Base):
    """How a thread that gathers entries does so; its author holds the round."""

    __tablename__ = "rounds"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    way: Mapped[Way] = mapped_column(Word(Way))
    closes_at: Mapped[datetime]
    first_until: Mapped[datetime | None]
    """Until when the groups of round_groups alone write."""
    ended_at: Mapped[datetime | None]
    ended_by_machine: Mapped[bool] = mapped_column(default=False)


class RoundGroup(Base):
    """A group that writes first."""

    __tablename__ = "round_groups"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.thread_id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    group: Mapped[Group] = relationship()


class RoundTurn(Base):
    """Somebody's place in the order of a round."""

    __tablename__ = "round_turns"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.thread_id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]
    state: Mapped[TurnState] = mapped_column(Word(TurnState), default=TurnState.WAITING)

    member: Mapped[Member] = relationship()


class RoundPlace(Base):
    """A category in which every member who may start threads may begin rounds, too."""

    __tablename__ = "round_places"

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )


class JournalEntry(Base):
    """What a member writes for themselves alone, sealed; it outlives the round beside which it stands."""

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    sealed: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class Commitment(Base):
    """What a member means to do until a day; only they ever read it."""

    __tablename__ = "commitments"
    __table_args__ = (Index("ix_commitments_member_id_look_on", "member_id", "look_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    look_on: Mapped[date]
    happened: Mapped[Happened | None] = mapped_column(Word(Happened))
    in_the_way: Mapped[str] = mapped_column(Text, default="")
