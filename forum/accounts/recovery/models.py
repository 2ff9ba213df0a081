"""Recoveries of members who have lost password and address."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.accounts.recovery.values import Ending
from forum.kernel.db import Base, Word

_OPEN = text("ended_at IS NULL")


class Recovery(Base):
    """A way back for a member: begun by a host, agreed to by another; one at a time."""

    __tablename__ = "recoveries"
    __table_args__ = (
        Index(
            "uq_recoveries_open",
            "member_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_recoveries_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    """Where the link goes; it becomes the member's address once the link is used."""
    because: Mapped[str] = mapped_column(Text)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    begun_at: Mapped[datetime]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    ripe_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))

    member: Mapped[Member] = relationship(foreign_keys=member_id)
    begun_by: Mapped[Member] = relationship(foreign_keys=begun_by_id)
    agreed_by: Mapped[Member | None] = relationship(foreign_keys=agreed_by_id)
