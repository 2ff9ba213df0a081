"""Sanctions, with the one appeal that each can have."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.accounts.sanctions.values import AppealOutcome, SanctionKind
from forum.kernel.db import Base, Word


class Sanction(Base):
    """A silence, a suspension or a removal of a member, from its beginning to its end.

    That a member is silenced or suspended now stands in their own row, where every page finds it.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        Index("ix_sanctions_member_id", "member_id", "id"),
        Index("ix_sanctions_running", "ended_at", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[SanctionKind] = mapped_column(Word(SanctionKind))
    begun_at: Mapped[datetime]
    until: Mapped[datetime]
    """When it ends by itself; of a removal, when it takes effect."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """The second facilitator of a removal."""
    because: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    took_effect_at: Mapped[datetime | None]
    """When a removal did."""
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether it makes the next step longer: not when it was lifted on appeal, or laid anew."""
    appealed_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(Text, default="", server_default="")
    outcome: Mapped[AppealOutcome | None] = mapped_column(Word(AppealOutcome))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")

    member: Mapped[Member] = relationship(foreign_keys=member_id)
    by: Mapped[Member | None] = relationship(foreign_keys=by_id)
    second: Mapped[Member | None] = relationship(foreign_keys=second_id)

    @property
    def has_open_appeal(self) -> bool:
        """Tell whether an appeal waits for a facilitator."""
        return self.appealed_at is not None and self.decided_at is None
