"""What waits for facilitators, and what was done about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.accounts.queue.values import Priority
from forum.kernel.db import Base


class QueueItem(Base):
    """The place of one thing in the queue; what the thing is, its kind knows."""

    __tablename__ = "queue_items"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_queue_items_waiting", "settled_at", "priority", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    """The thing that waits, in a table of its kind."""
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every step, so that nobody decides on a stale page."""
    priority: Mapped[int] = mapped_column(default=int(Priority.NORMAL), server_default="1")
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    claimed_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    reminded_after: Mapped[int] = mapped_column(default=0, server_default="0")
    """After how many hours facilitators were reminded of it last."""

    claimed_by: Mapped[Member | None] = relationship()
    steps: Mapped[list["QueueStep"]] = relationship(
        back_populates="item", order_by="QueueStep.id", cascade="all, delete-orphan"
    )

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is to be decided any more."""
        return self.settled_at is not None


class QueueStep(Base):
    """One line in the history of an item; written once and never changed."""

    __tablename__ = "queue_steps"
    __table_args__ = (Index("ix_queue_steps_item_id", "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("queue_items.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """Who did it; a machine where there is none, and pages say so."""
    words: Mapped[str] = mapped_column(String(200))
    """What was done, in words of ours: never what somebody typed."""
    version: Mapped[int]
    """The version of the item from this step on."""

    item: Mapped[QueueItem] = relationship(back_populates="steps")
    by: Mapped[Member | None] = relationship()
