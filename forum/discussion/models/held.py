"""Posts that wait for a facilitator before anybody reads them, and where posts have to wait."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models.posts import Post
from forum.discussion.models.threads import Thread
from forum.discussion.values.held import HeldBecause, HeldState, Written
from forum.discussion.values.labels import Matter, Reuse
from forum.kernel.db import Base, Word
from forum.kernel.stamps import STRUCTURE

HELD = "held"
"""The stamp of posts that wait: the pages of threads ask who has some there."""


class HeldPost(Base):
    """A reply, or a thread with its first post, that waits; it is no post, and stands nowhere.

    Once it is published its words are here no more: the post has them.
    """

    __tablename__ = "held_posts"
    __stamp__ = HELD
    __table_args__ = (
        Index("ix_held_posts_author_id", "author_id", "state"),
        UniqueConstraint("author_id", "submission_key", name="uq_held_posts_submission"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), index=True
    )
    """The thread that it would answer; none where it would begin one."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"))
    """The post that it would answer."""
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"))
    """The post that the thread would go on from."""
    title: Mapped[str] = mapped_column(String(255), default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    raw: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every change by its author."""
    reuse: Mapped[Reuse | None] = mapped_column(Word(Reuse))
    matter: Mapped[Matter] = mapped_column(Word(Matter), default=Matter.NONE)
    ends_on: Mapped[date | None]
    days_after_reply: Mapped[int | None]
    held_at: Mapped[datetime]
    held_because: Mapped[HeldBecause] = mapped_column(Word(HeldBecause))
    submission_key: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[HeldState] = mapped_column(Word(HeldState), default=HeldState.WAITING)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it is not published, for its author."""
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="SET NULL"))
    """What became of it."""

    author: Mapped[Member] = relationship(foreign_keys=author_id)
    decided_by: Mapped[Member | None] = relationship(foreign_keys=decided_by_id)
    thread: Mapped[Thread | None] = relationship(foreign_keys=thread_id)
    parent: Mapped[Post | None] = relationship(foreign_keys=parent_id)
    continues: Mapped[Post | None] = relationship(foreign_keys=continues_id)
    post: Mapped[Post | None] = relationship(foreign_keys=post_id)

    @property
    def is_waiting(self) -> bool:
        """Tell whether nobody has decided about it yet."""
        return self.state is HeldState.WAITING


class ApprovalGroup(Base):
    """A group that a category's way of approving names: spared by it, or alone concerned."""

    __tablename__ = "approval_groups"
    __stamp__ = STRUCTURE

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    written: Mapped[Written] = mapped_column(Word(Written), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
