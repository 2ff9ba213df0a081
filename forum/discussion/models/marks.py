"""What members set on posts and threads: reactions, bookmarks, and which post is the answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values import Sign
from forum.kernel.db import Base, Word


class Reaction(Base):
    """A sign that a member gave to somebody's post."""

    __tablename__ = "reactions"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    sign: Mapped[Sign] = mapped_column(Word(Sign), primary_key=True)
    given_at: Mapped[datetime]


class Bookmark(Base):
    """A place that a member wants to find again, with a note and perhaps a reminder.

    It is about a post or about a thread as such, and only its owner ever sees it.
    """

    __tablename__ = "bookmarks"
    __table_args__ = (
        UniqueConstraint("member_id", "post_id"),
        UniqueConstraint("member_id", "thread_id"),
        CheckConstraint("(post_id IS NULL) <> (thread_id IS NULL)", name="one_place"),
        Index("ix_bookmarks_member_made", "member_id", "made_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), index=True
    )
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the reminder came up; each date comes up once."""


class Answer(Base):
    """A post that answers what its thread asks; the thread keeps its number for lists."""

    __tablename__ = "answers"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    marked_at: Mapped[datetime]
