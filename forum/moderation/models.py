"""Flags, what they make facilitators look at, and the moderation log."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.agreement.models import Rule
from forum.accounts.models import Member
from forum.discussion.models import Post, Thread
from forum.kernel.db import Base, Word
from forum.moderation.values import LONGEST_WATCHED, Act, Outcome, WatchAction

WATCHED = "watched"
"""The stamp of watched words: every text that is posted is compared with them."""

_WAITING = text("handled_at IS NULL")


class ThreadNote(Base):
    """A note on a thread for those who look after its place; plain words that call nobody."""

    __tablename__ = "thread_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Where the thread stood: who looks after another place it came to was not meant."""
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    written_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)


class ReviewItem(Base):
    """Flags on one post that facilitators look at together; a post has one that waits at most."""

    __tablename__ = "review_items"
    __table_args__ = (
        Index(
            "uq_review_items_waiting",
            "post_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_review_items_post_id", "post_id"),
        Index("ix_review_items_handled_at", "handled_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    opened_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    copy: Mapped[str | None] = mapped_column(Text)
    """Of a post in a thread that is open by name: its HTML when it was flagged last, and all that
    is shown of it to who cannot read the thread."""
    is_handed_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether facilitators of the community decide, since nobody who reads the thread could."""
    talked_at: Mapped[datetime | None]
    """When a facilitator first began a conversation with the author because of it."""

    post: Mapped[Post] = relationship()
    handled_by: Mapped[Member | None] = relationship(foreign_keys=handled_by_id)
    flags: Mapped[list["Flag"]] = relationship(back_populates="item", order_by="Flag.id")

    @property
    def is_handled(self) -> bool:
        """Tell whether facilitators have decided."""
        return self.handled_at is not None


class Flag(Base):
    """A member's word that a post goes against a rule."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("item_id", "member_id"),
        Index("ix_flags_member_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"))
    because: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]

    item: Mapped[ReviewItem] = relationship(back_populates="flags")
    member: Mapped[Member] = relationship()
    rule: Mapped[Rule] = relationship()


class LogEntry(Base):
    """One act of a facilitator; written with the act and never changed."""

    __tablename__ = "moderation_log"
    __table_args__ = (Index("ix_moderation_log_act", "act", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[Act] = mapped_column(Word(Act))
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    because: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    """The reason in small letters without accents, to be looked through."""
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"), unique=True)
    """The flags that the act settled."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """The member whom a sanction concerns."""
    until: Mapped[datetime | None]
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[Member | None] = relationship(foreign_keys=by_id)
    member: Mapped[Member | None] = relationship(foreign_keys=member_id)
    thread: Mapped[Thread | None] = relationship()
    post: Mapped[Post | None] = relationship()
    rule: Mapped[Rule | None] = relationship()
    places: Mapped[list["LogPlace"]] = relationship(cascade="all, delete-orphan")


class WatchedWord(Base):
    """A word that the community meets with care."""

    __tablename__ = "watched_words"
    __stamp__ = WATCHED
    __table_args__ = (UniqueConstraint("pattern", "action", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern: Mapped[str] = mapped_column(String(LONGEST_WATCHED * 2))
    """In small letters; a star stands for any letters."""
    action: Mapped[WatchAction] = mapped_column(Word(WatchAction))
    language: Mapped[str] = mapped_column(String(12), default="")
    """ISO 639-1 code of the texts that it is looked for in; empty for all."""
    other: Mapped[str] = mapped_column(String(LONGEST_WATCHED), default="")
    """What stands in its place, or the tag that it gives."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class LogPlace(Base):
    """A category that an act touched: who cannot see all of them reads nothing of it."""

    __tablename__ = "moderation_log_places"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_log.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id"), primary_key=True, index=True
    )
