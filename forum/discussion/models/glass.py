"""Break-glass: what two people opened to a host for a time, to be read."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values.glass import Ground
from forum.kernel.db import Base, Word
from forum.kernel.stamps import STRUCTURE


class BrokenGlass(Base):
    """A thread that a host may read until a moment; the act of two says who agreed, and why."""

    __tablename__ = "broken_glass"
    __stamp__ = STRUCTURE

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_act_id: Mapped[int] = mapped_column(ForeignKey("pair_acts.id"), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    opened_at: Mapped[datetime]
    until: Mapped[datetime]
    """Until when it is or was open: brought nearer when it is ended early."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Who ended it early; None where it lasts as long as it was confirmed for."""
