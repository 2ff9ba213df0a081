"""What threads ask for, what needs no reply, who sees to what, and who was nudged."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.facilitation.asks.values import ASKS, AskKind, AskState
from forum.kernel.db import Base, Word


class Ask(Base):
    """The help that a thread asks for."""

    __tablename__ = "asks"
    __stamp__ = ASKS

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[AskKind] = mapped_column(Word(AskKind))
    needed_by: Mapped[date | None]
    state: Mapped[AskState] = mapped_column(Word(AskState), default=AskState.OPEN, index=True)
    asked_at: Mapped[datetime]


class HeldAsk(Base):
    """The help that a thread will ask for which waits for a facilitator."""

    __tablename__ = "held_asks"

    held_id: Mapped[int] = mapped_column(
        ForeignKey("held_posts.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[AskKind] = mapped_column(Word(AskKind))
    needed_by: Mapped[date | None]


class NeedlessReply(Base):
    """Somebody's word that a thread needs no reply: its author's, or a facilitator's."""

    __tablename__ = "needless_replies"
    __stamp__ = ASKS

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    said_by_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    said_at: Mapped[datetime]


class ReplyClaim(Base):
    """A facilitator's word that they see to a post which nobody has answered."""

    __tablename__ = "reply_claims"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    claimed_at: Mapped[datetime]


class Nudge(Base):
    """A member was asked to look at a thread in which they might help."""

    __tablename__ = "nudges"
    __table_args__ = (Index("ix_nudges_member_id", "member_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
