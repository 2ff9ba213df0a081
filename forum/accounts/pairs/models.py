"""Acts that need two people, from the asking to the answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.pairs.values import PairOutcome
from forum.kernel.db import Base, Word


class PairAct(Base):
    """Something that one person asked for and that only a second, different one sets off."""

    __tablename__ = "pair_acts"
    __table_args__ = (Index("ix_pair_acts_kind", "kind", "decided_at", "lapses_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    """What it is about, as the kind knows it: a member, a category, a thread."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Plain facts that the kind needs: never a name or an address."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    because: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    outcome: Mapped[PairOutcome | None] = mapped_column(Word(PairOutcome))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""
