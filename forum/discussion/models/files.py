"""Files that members send, and the posts that hold them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class File(Base):
    """An image or a document, as it was made safe; before a post holds it only its sender sees it."""

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_created_at", "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    """Who sent it: nobody else can put it into a post."""
    name: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    """Bytes of the file itself."""
    room: Mapped[int]
    """Bytes that it takes with its copies."""
    key: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    facts: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """What it says about who made it, as its sender is shown: pairs of label and value."""
    created_at: Mapped[datetime]


class FileCopy(Base):
    """An image made smaller for pages; always WebP."""

    __tablename__ = "file_copies"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("files.id", ondelete="CASCADE"), primary_key=True
    )
    width: Mapped[int] = mapped_column(primary_key=True)
    height: Mapped[int]
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), index=True)


class PostFile(Base):
    """A post holds a file; whoever may read the words of one such post may fetch it."""

    __tablename__ = "post_files"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("files.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    is_in_text: Mapped[bool] = mapped_column(default=True)
    """False for what came beside the text, as with a mail from an archive."""
