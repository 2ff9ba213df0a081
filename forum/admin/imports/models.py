"""What came in from elsewhere, so that it comes in once only."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Base


class ImportedMessage(Base):
    """A message of a mail archive that became a post, with what later messages refer to it by."""

    __tablename__ = "imported_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(120), index=True)
    message_id: Mapped[str] = mapped_column(Text)
    in_reply_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    refers_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    subject_key: Mapped[str] = mapped_column(Text)
    is_reply: Mapped[bool]
    quotes: Mapped[bool]
    sent_at: Mapped[datetime]
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), index=True
    )
    """Nothing once the post was erased: it must not come back with the next run."""
