"""Pseudonyms and custodians. No row here holds a member beside the pseudonym that is theirs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.discussion.pseudonyms.values import Ground, UnmaskingOutcome
from forum.discussion.values.labels import Matter, Reuse
from forum.kernel.db import Base, Word


class Custodian(Base):
    """A member whom two people trusted with deciding, together with another, about pseudonyms."""

    __tablename__ = "custodians"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    named_at: Mapped[datetime]
    public_key: Mapped[str | None] = mapped_column(String(64))
    locked_key: Mapped[str | None] = mapped_column(Text)
    """The private key, locked with the custodian's own passphrase, which nothing here knows."""


class Pseudonym(Base):
    """A name for one thread; its row among the members has no sign-in and no profile."""

    __tablename__ = "pseudonyms"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    """None while the thread that it begins waits to be published."""
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the key that its author alone has."""
    sealed_member: Mapped[str | None] = mapped_column(Text)
    """Whose it is, in a box whose key stands in halves with the custodians; gone in the end."""
    sealed_key: Mapped[str | None] = mapped_column(Text)
    """The key of that box, locked with the author's own: with it they seal for later custodians."""
    muted_because: Mapped[str] = mapped_column(Text, default="")
    """Why a facilitator lets nothing more be written under it; empty while it may write."""


class PseudonymShare(Base):
    """The halves of one pseudonym's key, for one pair of custodians: each sealed for one of them."""

    __tablename__ = "pseudonym_shares"

    pseudonym_id: Mapped[int] = mapped_column(
        ForeignKey("pseudonyms.member_id", ondelete="CASCADE"), primary_key=True
    )
    first_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    first_box: Mapped[str] = mapped_column(Text)
    second_box: Mapped[str] = mapped_column(Text)


class WaitingPost(Base):
    """A post under a pseudonym that is published a while after it was written."""

    __tablename__ = "waiting_posts"
    __table_args__ = (UniqueConstraint("pseudonym_id", "submission_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym_id: Mapped[int] = mapped_column(
        ForeignKey("pseudonyms.member_id", ondelete="CASCADE")
    )
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    parent_number: Mapped[int | None]
    raw: Mapped[str] = mapped_column(Text)
    submission_key: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(index=True)
    refused_because: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be published when its time came."""


class WaitingThread(Base):
    """A thread under a pseudonym that is published a while after it was written."""

    __tablename__ = "waiting_threads"

    pseudonym_id: Mapped[int] = mapped_column(
        ForeignKey("pseudonyms.member_id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    title: Mapped[str] = mapped_column(String(255))
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    raw: Mapped[str] = mapped_column(Text)
    reuse: Mapped[Reuse] = mapped_column(Word(Reuse))
    matter: Mapped[Matter] = mapped_column(Word(Matter))
    ends_on: Mapped[date | None]
    days_after_reply: Mapped[int | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    refused_because: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be published when its time came."""


class Unmasking(Base):
    """A custodian's wish to learn whose pseudonym it is, and what a second one made of it."""

    __tablename__ = "unmaskings"
    __table_args__ = (Index("ix_unmaskings_pseudonym", "pseudonym_id", "decided_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym_id: Mapped[int | None] = mapped_column(
        ForeignKey("pseudonyms.member_id", ondelete="SET NULL")
    )
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    rule: Mapped[str] = mapped_column(Text, default="")
    """The rule that was broken, as it was called, where that is the ground."""
    because: Mapped[str] = mapped_column(Text)
    late_because: Mapped[str] = mapped_column(Text, default="")
    """Why the author is not told at once; empty where they are."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    passed_on: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The first custodian's halves, sealed for each one who could be the second; gone after it."""
    outcome: Mapped[UnmaskingOutcome | None] = mapped_column(Word(UnmaskingOutcome))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    sealed_for_first: Mapped[str | None] = mapped_column(Text)
    """The name, for the custodian who asked: shown once, and gone."""


class UnmaskingNotice(Base):
    """What an author is told when a pseudonym was lifted; sealed until it is time, and after."""

    __tablename__ = "unmasking_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    """Whom it is for, once it may be shown."""
    sealed: Mapped[str] = mapped_column(Text)
    show_at: Mapped[datetime]
