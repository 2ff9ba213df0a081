"""Where posts stood before they were moved, so that their old addresses lead on for ever."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class MovedPost(Base):
    """A number that a post had in a thread; nobody else there ever gets it.

    A post that comes back takes it again, and then the row is gone.
    """

    __tablename__ = "moved_posts"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    is_kept_quiet: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True where only who may read the thread that it left is led on: those who came to the post
    later must not find out, number by number, what was left behind."""


class CutTie(Base):
    """A reply and what it answered, which stand in different threads since one of them was moved.

    In its thread the reply answers nothing any more. Where the two meet again, it does.
    """

    __tablename__ = "cut_ties"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    answered_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)


class MergedThread(Base):
    """A thread all of whose posts went into another one: it is open to nobody by itself."""

    __tablename__ = "merged_threads"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    into_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    was_reserved: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was open by name alone."""
    merged_at: Mapped[datetime]
