"""Entries of threads that gather them: they are no posts yet, and stand nowhere else."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models.threads import Thread
from forum.kernel.db import Base


class Entry(Base):
    """What a member wrote into a round that is not over; then it is a post, and here no more."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("thread_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    raw: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every change by its author."""
    seen: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The warnings of watched words that its author has read."""
    written_at: Mapped[datetime]

    author: Mapped[Member] = relationship(foreign_keys=author_id)
    thread: Mapped[Thread] = relationship(foreign_keys=thread_id)
