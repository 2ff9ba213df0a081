"""Exports that were asked for, and members who leave."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.holdings import Leaving
from forum.kernel.db import Base, Word


class Export(Base):
    """An archive that somebody asked for: of their own, or of many threads with a second person."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    pair_act_id: Mapped[int | None] = mapped_column(ForeignKey("pair_acts.id"), unique=True)
    """The act of two that it comes from; none for a member's own."""
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(String(64), index=True)
    """Where the storage keeps it; none before it is made, and after it was removed."""
    size: Mapped[int] = mapped_column(default=0)
    """Bytes."""


class Erasure(Base):
    """A member's wish to be erased; while it waits, they can stop it."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), unique=True)
    leaving: Mapped[Leaving] = mapped_column(Word(Leaving))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    """From then on it cannot be stopped."""
    done_at: Mapped[datetime | None]
