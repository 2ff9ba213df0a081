"""Posts and their earlier versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.discussion.models.threads import Thread
from forum.discussion.values.labels import Reuse
from forum.kernel.db import Base, Word
from forum.kernel.markup import TextFormat

TreePath = Text().with_variant(VARCHAR(collation="C"), "postgresql")
"""Compared byte by byte on every database."""


class Post(Base):
    """What somebody wrote, as typed and as shown."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        Index("ix_posts_thread_tree", "thread_id", "tree_path", "number"),
        Index("ix_posts_author", "author_id", "created_at"),
        Index("ix_posts_thread_author", "thread_id", "author_id"),
        Index(
            "ix_posts_created_at", "created_at", "thread_id", "author_id", "number", "withdrawn_at"
        ),
        UniqueConstraint("author_id", "submission_key", name="uq_posts_submission"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    """The post that this one answers; a reply to the thread as such has none."""
    tree_path: Mapped[str] = mapped_column(TreePath)
    """Numbers from the root down, four letters each: sorting by it reads the tree depth first."""
    depth: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    reaction_count: Mapped[int] = mapped_column(default=0)
    """Reactions given, so that a page without any need not ask for them."""

    raw: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    """The words alone, for search and excerpts."""
    format: Mapped[TextFormat] = mapped_column(Word(TextFormat), default=TextFormat.MARKDOWN)
    renderer_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(12), default="")
    """ISO 639-1 code, empty when unknown."""
    language_is_given: Mapped[bool] = mapped_column(default=False)
    """True when a person corrected the language, so that no machine changes it back."""

    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Who wrote the text as it is now; its author, when nobody else did."""
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Rises with every change of the text, also with those that make no version: forms compare it."""
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True when everyone who may reply in the thread may change the text."""
    reuse: Mapped[Reuse | None] = mapped_column(Word(Reuse))
    """What may be re-used of this post, where that is less than its thread lets go."""
    submission_key: Mapped[str | None] = mapped_column(String(64))
    """A secret of the form that wrote it, so that a double click posts once."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    locked_because: Mapped[str] = mapped_column(Text, default="")

    thread: Mapped[Thread] = relationship(foreign_keys=thread_id)
    author: Mapped[Member] = relationship(foreign_keys=author_id)
    parent: Mapped["Post | None"] = relationship(foreign_keys=parent_id, remote_side="Post.id")

    @property
    def writer_id(self) -> int:
        """Return who wrote the text as it is now."""
        return self.edited_by_id or self.author_id

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether only a tombstone may be shown."""
        return self.withdrawn_at is not None

    @property
    def is_locked(self) -> bool:
        """Tell whether its author may no longer change it."""
        return self.locked_at is not None


class PostVersion(Base):
    """An earlier version of a post, kept when an edit replaced it."""

    __tablename__ = "post_versions"
    __table_args__ = (UniqueConstraint("post_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    version: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """The post's revision when this was its text."""
    raw: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
