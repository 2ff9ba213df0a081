"""What was done with a thread, as it is told among its posts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.values import ActKind
from forum.kernel.db import Base, Word


class ThreadAct(Base):
    """Something that was done with a thread; written with the act and never changed.

    It keeps the categories that it touched, since who cannot see one of them is told nothing.
    """

    __tablename__ = "thread_acts"
    __table_args__ = (Index("ix_thread_acts_thread", "thread_id", "after_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    after_number: Mapped[int]
    """The last post that stood in the thread when it was done."""
    kind: Mapped[ActKind] = mapped_column(Word(ActKind))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Where the thread stood, if in a category; for a move, where it came from."""
    to_category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    post_number: Mapped[int | None]
    other_thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="SET NULL"), index=True
    )
    """Of moved posts: where they went or came from, which is named to who may see it alone."""
    post_count: Mapped[int | None]
    """Of moved posts: how many they were."""
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
