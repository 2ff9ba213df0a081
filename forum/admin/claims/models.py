"""Claims: a member says that the author of posts in an archive is they."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base

CLAIMS = "claims"
"""The stamp of claims: the header of every page counts those that wait."""

_WAITING = text("decided_at IS NULL")


class Claim(Base):
    """One member's claim to what one placeholder wrote; at most one of theirs waits for it."""

    __tablename__ = "claims"
    __stamp__ = CLAIMS
    __table_args__ = (
        Index(
            "uq_claims_waiting",
            "placeholder_id",
            "member_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_claims_decided_at", "decided_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placeholder_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    because: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    is_granted: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_decided(self) -> bool:
        """Tell whether a facilitator has answered."""
        return self.decided_at is not None
