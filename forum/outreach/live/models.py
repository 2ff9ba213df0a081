"""What happened, in the order in which it was committed, for a day."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base, Word
from forum.outreach.live.values import Kind


class LiveEvent(Base):
    """Something that happened: ids and a kind, nothing of what was written.

    Nothing refers to other tables, so that deleting there need not look here: a row lives a day.
    """

    __tablename__ = "live_events"
    __table_args__ = (
        Index("ix_live_events_thread", "thread_id", "id"),
        Index("ix_live_events_member", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Given just before the commit, by a counter that one transaction holds at a time: whoever has
    seen an id has seen all lower ones."""
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    thread_id: Mapped[int | None]
    category_id: Mapped[int | None]
    post_id: Mapped[int | None]
    member_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)
