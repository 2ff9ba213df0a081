"""How far members have read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values import Listing
from forum.kernel.db import Base, Word


class ReadingPosition(Base):
    """The last post of a thread that a member has been shown."""

    __tablename__ = "reading_positions"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_read: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime]
    dismissed_from: Mapped[int | None]
    """How far the member had read when they dismissed the rest, for as long as that is undone."""


class Dismissal(Base):
    """What a member dismissed at once: the new or the unread threads, of everything or a category.

    New threads of a category that were begun before `at` are no longer new to the member.
    """

    __tablename__ = "dismissals"
    __table_args__ = (Index("ix_dismissals_member_category", "member_id", "category_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    listing: Mapped[Listing] = mapped_column(Word(Listing))
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    new_since: Mapped[datetime]
    """What was new to the member before, for as long as that is undone."""
    count: Mapped[int] = mapped_column(default=0)
