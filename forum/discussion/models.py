"""Categories, threads, posts and what hangs on them."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.accounts.values import Level
from forum.discussion.values import Colour, Pin
from forum.kernel.db import Base, Word
from forum.kernel.markup import TextFormat
from forum.kernel.stamps import STRUCTURE

TreePath = Text().with_variant(VARCHAR(collation="C"), "postgresql")
"""Compared byte by byte on every database."""


class Category(Base):
    """A place for threads, with permissions per group; one level of sub-categories."""

    __tablename__ = "categories"
    __stamp__ = STRUCTURE

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(Text, default="")
    colour: Mapped[Colour] = mapped_column(Word(Colour), default=Colour.SLATE)
    position: Mapped[int] = mapped_column(default=0)
    template: Mapped[str] = mapped_column(Text, default="")
    """What the text of a new thread begins with."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))


class CategoryPermission(Base):
    """What a group may do in a category; the best of a person's groups holds."""

    __tablename__ = "category_permissions"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 3", name="level"),)
    __stamp__ = STRUCTURE

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    level: Mapped[int] = mapped_column(default=int(Level.START))


class CategoryFacilitator(Base):
    """A member who looks after one category."""

    __tablename__ = "category_facilitators"
    __stamp__ = STRUCTURE

    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )


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
            "ix_threads_pinned",
            "pinned",
            sqlite_where=text("pinned IS NOT NULL"),
            postgresql_where=text("pinned IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    slug: Mapped[str] = mapped_column(String(80))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
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

    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    closed_because: Mapped[str] = mapped_column(Text, default="")
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    archived_because: Mapped[str] = mapped_column(Text, default="")
    pinned: Mapped[Pin | None] = mapped_column(Word(Pin))
    pinned_until: Mapped[datetime | None]
    pinned_because: Mapped[str] = mapped_column(Text, default="")

    tags: Mapped[list["Tag"]] = relationship(secondary="thread_tags", order_by="Tag.name")
    author: Mapped[Member] = relationship(foreign_keys=author_id)

    @property
    def is_closed(self) -> bool:
        """Tell whether no replies are taken any more."""
        return self.closed_at is not None

    @property
    def is_archived(self) -> bool:
        """Tell whether the thread is kept as it is, for good."""
        return self.archived_at is not None


class Post(Base):
    """What somebody wrote, as typed and as shown."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        Index("ix_posts_thread_tree", "thread_id", "tree_path", "number"),
        Index("ix_posts_author", "author_id", "created_at"),
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
    version: Mapped[int] = mapped_column(default=1)
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
    raw: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))


class Tag(Base):
    """A word that threads are found by."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class TagAlias(Base):
    """A former name of a tag: its page leads on, and typing it gives the tag of today."""

    __tablename__ = "tag_aliases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)


class ThreadTag(Base):
    """A tag on a thread."""

    __tablename__ = "thread_tags"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ReadingPosition(Base):
    """The last post of a thread that a member has been shown."""

    __tablename__ = "reading_positions"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_read: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime]


class PostFile(Base):
    """A file kept with a post; whoever may read the post may fetch it."""

    __tablename__ = "post_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
