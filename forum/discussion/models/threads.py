"""Threads and their counters, and what they go on from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models.tags import Tag
from forum.discussion.values import Pin
from forum.kernel.db import Base, Word


class Thread(Base):
    """A title with posts under it; the counters are kept by the operations on posts."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_latest", "last_posted_at", "id"),
        Index("ix_threads_category_latest", "category_id", "last_posted_at", "id"),
        Index("ix_threads_created_at", "created_at", "id"),
        Index("ix_threads_top", "score", "id"),
        Index("ix_threads_author", "author_id", "last_posted_at"),
        Index(
            "ix_threads_pinned",
            "pinned",
            sqlite_where=sql("pinned IS NOT NULL"),
            postgresql_where=sql("pinned IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    slug: Mapped[str] = mapped_column(String(80))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Where it stands; a conversation stands nowhere, and is open to named people alone."""
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]

    last_number: Mapped[int] = mapped_column(default=0)
    """The highest number ever given to a post; numbers are never given twice."""
    post_count: Mapped[int] = mapped_column(default=0)
    """Posts in the thread, tombstones included, since they keep their place."""
    reply_count: Mapped[int] = mapped_column(default=0)
    """Replies that can be read: neither the first post nor withdrawn ones."""
    writer_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    """Replies times different writers, for the top list of all times."""
    last_posted_at: Mapped[datetime]
    last_poster_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    answer_number: Mapped[int | None]
    """The number of the post that is marked as the answer, while it can be read."""

    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    closed_because: Mapped[str] = mapped_column(Text, default="")
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    archived_because: Mapped[str] = mapped_column(Text, default="")
    pinned: Mapped[Pin | None] = mapped_column(Word(Pin))
    pinned_until: Mapped[datetime | None]
    pinned_because: Mapped[str] = mapped_column(Text, default="")

    tags: Mapped[list["Tag"]] = relationship(secondary="thread_tags", order_by="Tag.name")
    author: Mapped[Member] = relationship(foreign_keys=author_id)

    @property
    def is_conversation(self) -> bool:
        """Tell whether the thread is private: open by name, and to nobody by their role."""
        return self.category_id is None

    @property
    def is_closed(self) -> bool:
        """Tell whether no replies are taken any more."""
        return self.closed_at is not None

    @property
    def is_archived(self) -> bool:
        """Tell whether the thread is kept as it is, for good."""
        return self.archived_at is not None


class Continuation(Base):
    """A thread that goes on from a post of another one."""

    __tablename__ = "continuations"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
