"""Walls: whom a thread must not reach, however else it would be open to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values.labels import WallKind
from forum.kernel.db import Base, Word


class Wall(Base):
    """A member, or everybody in an organisation, who meets a thread nowhere and in no form.

    A thread with walls is always reserved, so that what is open by name, less the walls, is all
    that anything has to ask. Each row that changes raises the stamps of those whom it concerns.
    """

    __tablename__ = "walls"
    __table_args__ = (
        CheckConstraint("(member_id IS NULL) <> (organisation_id IS NULL)", name="one_side"),
        Index("uq_walls_member", "thread_id", "member_id", unique=True),
        Index("uq_walls_organisation", "thread_id", "organisation_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    kind: Mapped[WallKind] = mapped_column(Word(WallKind))
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    stands_anyway: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether somebody else keeps the member out, too, who has said so of themselves."""
    wished_at: Mapped[datetime | None]
    """When the member asked to take back that they have a conflict; while that waits."""
    wish: Mapped[str] = mapped_column(Text, default="", server_default="")
    refusal: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why facilitators did not agree, for the member alone."""
