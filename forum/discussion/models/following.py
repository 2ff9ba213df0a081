"""How much members want to hear of threads, categories and tags."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.following import Following
from forum.kernel.db import Base

FOLLOWINGS = "followings"
"""The stamp that rises when somebody follows a category or a tag otherwise, or mutes a thread."""


class ThreadFollowing(Base):
    """What a member has chosen for a thread, or what writing in it has brought about."""

    __tablename__ = "thread_followings"
    __table_args__ = (
        CheckConstraint("following BETWEEN 0 AND 3", name="following"),
        Index("ix_thread_followings_newest", "member_id", "changed_at"),
    )

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    following: Mapped[int]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    """True when it came from writing: then it adds to what category and tags say."""
    changed_at: Mapped[datetime]


class CategoryFollowing(Base):
    """What a member has chosen for a category, and for those below it that have no choice."""

    __tablename__ = "category_followings"
    __table_args__ = (CheckConstraint("following BETWEEN 0 AND 4", name="following"),)
    __stamp__ = FOLLOWINGS

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    following: Mapped[int]


class TagFollowing(Base):
    """What a member has chosen for a tag."""

    __tablename__ = "tag_followings"
    __table_args__ = (CheckConstraint("following BETWEEN 0 AND 4", name="following"),)
    __stamp__ = FOLLOWINGS

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    following: Mapped[int]


class FollowingPreference(Base):
    """What writing brings about, where a member wants it otherwise than usual."""

    __tablename__ = "following_preferences"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    when_starting: Mapped[int] = mapped_column(default=int(Following.WATCHING))
    when_replying: Mapped[int] = mapped_column(default=int(Following.TRACKING))
