"""Threads and their counters, and what they go on from."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models.tags import Tag
from forum.discussion.values import Pin
from forum.discussion.values.entries import Gathering
from forum.discussion.values.labels import Life, Matter, Reuse
from forum.kernel.db import Base, Word


class Thread(Base):
    """A title with posts under it; the counters are kept by the operations on posts."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_latest", "last_posted_at", "id"),
        Index("ix_threads_category_latest", "category_id", "last_posted_at", "id"),
        Index("ix_threads_created_at", "created_at", "id"),
        Index("ix_threads_top", "score", "id"),
        Index("ix_threads_author", "author_id", "last_posted_at"),
        Index(
            "ix_threads_reserved",
            "id",
            sqlite_where=sql("is_reserved"),
            postgresql_where=sql("is_reserved"),
        ),
        Index(
            "ix_threads_ends_at",
            "ends_at",
            sqlite_where=sql("ends_at IS NOT NULL"),
            postgresql_where=sql("ends_at IS NOT NULL"),
        ),
        Index(
            "ix_threads_gathering",
            "gathering",
            sqlite_where=sql("gathering IS NOT NULL"),
            postgresql_where=sql("gathering IS NOT NULL"),
        ),
        Index(
            "ix_threads_pinned",
            "pinned",
            sqlite_where=sql("pinned IS NOT NULL"),
            postgresql_where=sql("pinned IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    slug: Mapped[str] = mapped_column(String(80))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Where it stands; a conversation stands nowhere, and is open to named people alone."""
    is_reserved: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Open by name alone, although it stands in a category: to whom thread_people and
    thread_groups name, and no wall keeps out."""
    reuse: Mapped[Reuse] = mapped_column(Word(Reuse), default=Reuse.ASK, server_default="ask")
    """What may be re-used of its posts, unless a post of its own is stricter."""
    matter: Mapped[Matter] = mapped_column(Word(Matter), default=Matter.NONE, server_default="none")
    ends_on: Mapped[date | None]
    """The last day of the thread's life, in UTC; see also days_after_reply."""
    days_after_reply: Mapped[int | None]
    """How many days it lives after the last reply."""
    ends_at: Mapped[datetime | None]
    """From this moment on it has expired and nobody reads it, whether or not its text is removed
    yet; see operations.life.keep_end()."""
    expired_at: Mapped[datetime | None]
    """When its text was removed."""
    told_of_end: Mapped[int | None]
    """How many days before the end those who wrote in it were told of it last."""
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]

    last_number: Mapped[int] = mapped_column(default=0)
    """The highest number ever given to a post; numbers are never given twice."""
    post_count: Mapped[int] = mapped_column(default=0)
    """Posts in the thread, tombstones included, since they keep their place."""
    reply_count: Mapped[int] = mapped_column(default=0)
    """Replies that can be read: neither the first post nor withdrawn ones."""
    writer_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    """Replies times different writers, for the top list of all times."""
    last_posted_at: Mapped[datetime]
    last_poster_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    answer_number: Mapped[int | None]
    """The number of the post that is marked as the answer, while it can be read."""

    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    closed_because: Mapped[str] = mapped_column(Text, default="")
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    archived_because: Mapped[str] = mapped_column(Text, default="")
    pinned: Mapped[Pin | None] = mapped_column(Word(Pin))
    pinned_until: Mapped[datetime | None]
    pinned_because: Mapped[str] = mapped_column(Text, default="")

    slow_seconds: Mapped[int | None]
    """How long each member waits between two posts, where the thread is slow; see rules.is_slow."""
    slow_until: Mapped[datetime | None]
    slow_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    slow_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    withdrawn_at: Mapped[datetime | None]
    """When all of its posts were withdrawn at once, until they are brought back."""
    has_timers: Mapped[bool] = mapped_column(default=False, server_default=false())
    gathering: Mapped[Gathering | None] = mapped_column(Word(Gathering))
    """How it gathers entries instead of replies, as a round; none for almost every thread."""

    tags: Mapped[list["Tag"]] = relationship(secondary="thread_tags", order_by="Tag.name")
    author: Mapped[Member] = relationship(foreign_keys=author_id)

    @property
    def is_conversation(self) -> bool:
        """Tell whether the thread is private: open by name, and to nobody by their role."""
        return self.category_id is None

    @property
    def is_gathering(self) -> bool:
        """Tell whether entries are written here now, and no replies."""
        return self.gathering is not None and self.gathering is not Gathering.OVER

    @property
    def life(self) -> Life:
        """Return until when the thread lives."""
        return Life(self.ends_on, self.days_after_reply)

    @property
    def is_closed(self) -> bool:
        """Tell whether no replies are taken any more."""
        return self.closed_at is not None

    @property
    def is_archived(self) -> bool:
        """Tell whether the thread is kept as it is, for good."""
        return self.archived_at is not None


class Continuation(Base):
    """A thread that goes on from a post of another one."""

    __tablename__ = "continuations"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
