"""What members were told, and what they do not want to be told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base, Word
from forum.outreach.notifications.values import Cause


class Notification(Base):
    """Something that a member is told: about a post, or about a thread as such."""

    __tablename__ = "notifications"
    __table_args__ = (
        CheckConstraint("(post_id IS NULL) <> (thread_id IS NULL)", name="subject"),
        UniqueConstraint("member_id", "post_id"),
        UniqueConstraint("member_id", "thread_id", "cause"),
        Index("ix_notifications_newest", "member_id", "made_at"),
        Index(
            "ix_notifications_unread",
            "member_id",
            sqlite_where=sql("read_at IS NULL"),
            postgresql_where=sql("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    cause: Mapped[Cause] = mapped_column(Word(Cause))
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), index=True
    )
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    """Given where it is about the thread as such; a post knows its thread."""
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    """When the member said that it needs no answer."""


class UnwantedCause(Base):
    """A cause that a member does not want to be told of."""

    __tablename__ = "unwanted_causes"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    cause: Mapped[Cause] = mapped_column(Word(Cause), primary_key=True)
