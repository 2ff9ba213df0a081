"""What shall be done with a thread later, by a machine on behalf of who set it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values.acts import TimerKind
from forum.kernel.db import Base, Word


class ThreadTimer(Base):
    """A timer on a thread; the row goes when it has fired or is cancelled, and the log stays."""

    __tablename__ = "thread_timers"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TimerKind] = mapped_column(Word(TimerKind))
    due_at: Mapped[datetime] = mapped_column(index=True)
    """When it fires, or is looked at again: a new post may have moved it."""
    days_after_last: Mapped[int | None]
    """How many days after the last post it fires; None for a moment that stands."""
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    set_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text, default="")
