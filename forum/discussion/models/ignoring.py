"""Whom members do not want to hear from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class IgnoredMember(Base):
    """A member whom another one ignores; the ignored are never told."""

    __tablename__ = "ignored_members"
    __table_args__ = (CheckConstraint("member_id <> ignored_id", name="not_oneself"),)

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    ignored_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]
