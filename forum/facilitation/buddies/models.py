"""Who would like a buddy, pairs, and what the two say at the end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.facilitation.buddies.values import Ending
from forum.kernel.db import Base, Word


class BuddyWish(Base):
    """A member's word that they would like a buddy."""

    __tablename__ = "buddy_wishes"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    wished_at: Mapped[datetime]


class BuddyPair(Base):
    """Two members who are proposed to each other, are buddies or were; never the same two twice."""

    __tablename__ = "buddy_pairs"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="in_order"),
        UniqueConstraint("first_id", "second_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    proposed_at: Mapped[datetime]
    first_says_yes: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_says_yes: Mapped[bool] = mapped_column(default=False, server_default=false())
    began_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))


class BuddyAnswer(Base):
    """The question at the end of a pair, to one of the two, and the answer."""

    __tablename__ = "buddy_answers"

    pair_id: Mapped[int] = mapped_column(
        ForeignKey("buddy_pairs.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the facilitators of the community may read it, with the name."""
